/* The group BELENIOS-2048 and what a ballot needs of it: powers, hashes, chance. Written from the Belenios specification,
   protocol 1, sections 2 and 5.1. A wrong modulus, order or base here would be found by the engine that checks every ballot. */

const joined = (...lines) => BigInt(lines.join(""));
export const NAME = "BELENIOS-2048";
export const P = joined(
  "20694785691422546401013643657505008064922989295751104097100884787057374219242717401922237254497684338129066633138078",
  "95840496005438963628979639303877390572280360597374942767137677761889858987273586504908116709931053586778098003079049",
  "16540637771737641986785272734744763418356000356983051931442845617019110007867373073335641239717328979132404745788344",
  "68260652327974647951137672658693582180046317922073668860052627186363386088796882120769432366149491002923444346373222",
  "14588410058642105024212036543356120132048111885240873107701415166620016231317716937218924807850771182784231749807327",
  "6598828825169183103125680162072880719",
);
export const G = joined(
  "24023526775018522092276877035323999327122876573783649165100753187876632741463532193202856761552696787996946682987493",
  "89095083896573425601900601068477164491735474137283104610458681314511781646755400527402889846139864532661215055797097",
  "16201616827031288643245666383486363578210615491841998253431518974065818686865115135857641013888221539601604322884360",
  "39309893336627728484065931384060102316750957637779826651036068224066350766977640253462537730851331734951942489677540",
  "52573659049492477631475991575198775177711481490920456600205478127054728238140972518639858334115700568353695553423781",
  "475582491896050296680037745308460627",
);
export const Q = joined("78571733251071885079927659812671450121821421258408794611510081919805623223441");

export const modulo = (number, order = Q) => ((number % order) + order) % order;
export const times = (one, other) => (one * other) % P;
const DIGITS = 64; // of 4 bits each: an exponent is smaller than Q, which is smaller than 2^256

/* A base whose powers are asked for many times: every power is then 64 multiplications and no squaring. */
export class Base {
  constructor(element) {
    this.element = element;
    this.rows = [];
    let step = element;
    for (let digit = 0; digit < DIGITS; digit += 1) {
      const row = [1n];
      for (let value = 1; value < 16; value += 1) row.push(times(row[value - 1], step));
      this.rows.push(row);
      step = times(row[15], step);
    }
  }

  power(exponent) {
    const digits = modulo(exponent).toString(16);
    let product = 1n;
    for (let place = 0; place < digits.length; place += 1) {
      const value = parseInt(digits[digits.length - 1 - place], 16);
      if (value) product = times(product, this.rows[place][value]);
    }
    return product;
  }
}

/* A power of an element that is used once. */
export function power(element, exponent) {
  const row = [1n];
  for (let value = 1; value < 16; value += 1) row.push(times(row[value - 1], element));
  let product = 1n;
  for (const digit of exponent.toString(16)) {
    for (let turn = 0; turn < 4; turn += 1) product = times(product, product);
    product = times(product, row[parseInt(digit, 16)]);
  }
  return product;
}

export function inverse(element) {
  let [before, now, a, b] = [0n, 1n, P, modulo(element, P)];
  while (b) {
    const share = a / b;
    [a, b] = [b, a - share * b];
    [before, now] = [now, before - share * now];
  }
  if (a !== 1n) throw new RangeError("no inverse");
  return modulo(before, P);
}

export const isElement = (number) => number > 0n && number < P && power(number, Q) === 1n;

export const generator = new Base(G);

/* A number below Q from 384 bits of the device's own chance: the leftover bias is below 2^-128. */
export function chance() {
  const bytes = crypto.getRandomValues(new Uint8Array(48));
  return BigInt(`0x${hexOf(bytes)}`) % Q;
}

export const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export async function sha256(text) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

export const hashed = async (text) => BigInt(`0x${hexOf(await sha256(text))}`) % Q;

/* Base64 without padding, as trackers and fingerprints are written. */
export async function fingerprint(text) {
  return btoa(String.fromCharCode(...(await sha256(text)))).replace(/=+$/, "");
}
