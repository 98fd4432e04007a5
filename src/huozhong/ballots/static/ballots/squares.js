/* Square codes (ISO/IEC 18004, model 2, level M, versions 1 to 10), drawn on this device: a trustee's key must not be sent
   to anybody who would draw it. Text is bytes (UTF-8); a text of digits alone takes the shorter numeric form. */

// for each version: error words a block, then (blocks, data words) of each group
const BLOCKS = [
  null, [10, [1, 16]], [16, [1, 28]], [26, [1, 44]], [18, [2, 32]], [24, [2, 43]], [16, [4, 27]], [18, [4, 31]],
  [22, [2, 38], [2, 39]], [22, [3, 36], [2, 37]], [26, [4, 43], [1, 44]],
];
const CENTRES = [null, [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];

const EXP = new Uint8Array(512);
const LOG = new Uint8Array(256);
for (let value = 1, step = 0; step < 255; step += 1) {
  EXP[step] = EXP[step + 255] = value;
  LOG[value] = step;
  value = (value << 1) ^ (value & 0x80 ? 0x11d : 0);
}
const multiplied = (one, other) => (one && other ? EXP[LOG[one] + LOG[other]] : 0);

function errorWords(words, count) {
  let divisor = [1];
  for (let step = 0; step < count; step += 1) {
    const next = new Array(divisor.length + 1).fill(0);
    divisor.forEach((value, place) => {
      next[place] ^= value;
      next[place + 1] ^= multiplied(value, EXP[step]);
    });
    divisor = next;
  }
  const rest = [...words, ...new Array(count).fill(0)];
  for (let place = 0; place < words.length; place += 1) {
    const lead = rest[place];
    if (lead) divisor.forEach((value, at) => { rest[place + at] ^= multiplied(value, lead); });
  }
  return rest.slice(words.length);
}

function bitsOf(text, version) {
  const bits = [];
  const put = (value, size) => { for (let at = size - 1; at >= 0; at -= 1) bits.push((value >>> at) & 1); };
  if (/^\d+$/.test(text)) {
    put(1, 4);
    put(text.length, version < 10 ? 10 : 12);
    for (const part of text.match(/\d{1,3}/g)) put(Number(part), [0, 4, 7, 10][part.length]);
  } else {
    const bytes = new TextEncoder().encode(text);
    put(4, 4);
    put(bytes.length, version < 10 ? 8 : 16);
    for (const byte of bytes) put(byte, 8);
  }
  return bits;
}

const room = (version) => BLOCKS[version].slice(1).reduce((sum, [count, size]) => sum + count * size, 0);

function codeWords(text) {
  for (let version = 1; version < BLOCKS.length; version += 1) {
    const bits = bitsOf(text, version);
    const size = room(version) * 8;
    if (bits.length > size) continue;
    for (let at = 0; at < 4 && bits.length < size; at += 1) bits.push(0);
    while (bits.length % 8) bits.push(0);
    const words = bits.join("").match(/.{8}/g).map((byte) => parseInt(byte, 2));
    for (let fill = 0xec; words.length < size / 8; fill ^= 0xec ^ 0x11) words.push(fill);
    return { version, words };
  }
  throw new RangeError("too long for a square code");
}

function interleaved(version, words) {
  const [errors, ...groups] = BLOCKS[version];
  const blocks = [];
  let from = 0;
  for (const [count, size] of groups) {
    for (let block = 0; block < count; block += 1) blocks.push(words.slice(from, (from += size)));
  }
  const woven = (lists) => Array.from({ length: Math.max(...lists.map((list) => list.length)) },
    (_, at) => lists.filter((list) => at < list.length).map((list) => list[at])).flat();
  return [...woven(blocks), ...woven(blocks.map((block) => errorWords(block, errors)))];
}

function frame(version) {
  const size = 17 + 4 * version;
  const dark = Array.from({ length: size }, () => new Array(size).fill(null));
  const set = (row, column, is) => { if (dark[row]?.[column] !== undefined) dark[row][column] = is; };
  for (const [top, left] of [[0, 0], [0, size - 7], [size - 7, 0]]) {
    for (let row = -1; row < 8; row += 1) {
      for (let column = -1; column < 8; column += 1) {
        const ring = Math.max(Math.abs(row - 3), Math.abs(column - 3));
        set(top + row, left + column, ring !== 2 && ring !== 4);
      }
    }
  }
  for (const row of CENTRES[version]) {
    for (const column of CENTRES[version]) {
      if (dark[row][column] !== null) continue;
      for (let y = -2; y < 3; y += 1) for (let x = -2; x < 3; x += 1) set(row + y, column + x, Math.max(Math.abs(y), Math.abs(x)) !== 1);
    }
  }
  for (let at = 8; at < size - 8; at += 1) dark[6][at] = dark[at][6] = at % 2 === 0;
  marked(dark, version, 0); // holds the places
  return dark;
}

function remainder(value, divisor, bits) {
  let rest = value << bits;
  for (let at = 31; at >= bits; at -= 1) if ((rest >>> at) & 1) rest ^= divisor << (at - bits);
  return (value << bits) | rest;
}

/* The two strips that tell level and mask, and from version 7 the two that tell the version. */
function marked(dark, version, mask) {
  const size = dark.length;
  const strip = remainder(mask, 0x537, 10) ^ 0x5412; // level M is 00
  for (let at = 0; at < 15; at += 1) {
    const is = Boolean((strip >>> at) & 1);
    const along = at < 6 ? at : at < 8 ? at + 1 : size - 15 + at;
    dark[along][8] = is;
    const across = at < 8 ? size - 1 - at : at === 8 ? 7 : 14 - at;
    dark[8][across] = is;
  }
  dark[size - 8][8] = true;
  if (version < 7) return;
  const told = remainder(version, 0x1f25, 12);
  for (let at = 0; at < 18; at += 1) {
    const is = Boolean((told >>> at) & 1);
    const [row, column] = [Math.floor(at / 3), size - 11 + (at % 3)];
    dark[row][column] = dark[column][row] = is;
  }
}

const MASKS = [
  (row, column) => (row + column) % 2 === 0, (row) => row % 2 === 0, (row, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0, (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0,
];

function filled(empty, version, words, mask) {
  const dark = empty.map((row) => [...row]);
  const size = dark.length;
  const bits = words.flatMap((word) => Array.from({ length: 8 }, (_, at) => (word >>> (7 - at)) & 1));
  let at = 0;
  for (let right = size - 1, isUp = true; right > 0; right -= 2, isUp = !isUp) {
    if (right === 6) right -= 1;
    for (let step = 0; step < size; step += 1) {
      const row = isUp ? size - 1 - step : step;
      for (const column of [right, right - 1]) {
        if (empty[row][column] !== null) continue;
        dark[row][column] = Boolean(bits[at] ?? 0) !== MASKS[mask](row, column);
        at += 1;
      }
    }
  }
  marked(dark, version, mask);
  return dark;
}

/* The standard's four penalties: long runs, squares of one colour, look-alikes of the corner marks, too much of one colour. */
function penalty(dark) {
  const size = dark.length;
  const lines = [...dark, ...dark.map((_, column) => dark.map((row) => row[column]))];
  let points = 0;
  for (const line of lines) {
    const text = line.map(Number).join("");
    for (const run of text.match(/0{5,}|1{5,}/g) ?? []) points += run.length - 2;
    for (let at = 0; at + 11 <= size; at += 1) if (/^(10111010000|00001011101)$/.test(text.slice(at, at + 11))) points += 40;
  }
  for (let row = 1; row < size; row += 1) {
    for (let column = 1; column < size; column += 1) {
      const same = dark[row][column];
      if (dark[row - 1][column] === same && dark[row][column - 1] === same && dark[row - 1][column - 1] === same) points += 3;
    }
  }
  const share = (100 * dark.flat().filter(Boolean).length) / (size * size);
  return points + 10 * Math.floor(Math.abs(share - 50) / 5);
}

/* Rows of true (dark) and false. */
export function squares(text) {
  const { version, words } = codeWords(text);
  const all = interleaved(version, words);
  const empty = frame(version);
  const tried = MASKS.map((_, mask) => filled(empty, version, all, mask));
  return tried.reduce((best, next) => (penalty(next) < penalty(best) ? next : best));
}

export function drawn(text, words) {
  const rows = squares(text);
  const edge = rows.length + 8;
  const path = rows.flatMap((row, y) => row.map((is, x) => (is ? `M${x + 4} ${y + 4}h1v1h-1z` : ""))).join("");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${edge} ${edge}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", words);
  for (const [tag, told] of [["rect", { width: edge, height: edge, fill: "#fff" }], ["path", { d: path, fill: "#000" }]]) {
    const part = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(told)) part.setAttribute(name, value);
    svg.append(part);
  }
  return svg;
}
