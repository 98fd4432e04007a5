/* A voter's credential and ballot, in the file form of Belenios (protocol 1, sections 4.10 to 4.18 of its specification).
   The secret, the choices and every random number stay in the module's memory; only what is returned may leave the phone. */

import { Base, chance, fingerprint, generator, hashed, hexOf, modulo, Q, sha256, times } from "./group.js";

const LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const SHAPE = [5, 6, 5, 6];

/* 22 letters of Base58, each drawn without bias. */
export function newSecret() {
  let drawn = "";
  while (drawn.length < 22) {
    for (const byte of crypto.getRandomValues(new Uint8Array(44))) {
      if (byte < 232 && drawn.length < 22) drawn += LETTERS[byte % 58];
    }
  }
  let from = 0;
  return SHAPE.map((size) => drawn.slice(from, (from += size))).join("-");
}

export async function derive(uuid, secret) {
  const halves = await Promise.all([0, 1].map((half) => sha256(`derive_credential|${uuid}|${half}|${secret}`)));
  const exponent = BigInt(`0x${halves.map(hexOf).join("")}`) % Q;
  return { exponent, credential: generator.power(exponent).toString() };
}

const proof = (challenge, response) => ({ challenge: challenge.toString(), response: response.toString() });

/* One encrypted number, with its secret kept beside it: every power that follows is a power of g or of y. */
function encrypted(y, value) {
  const secret = chance();
  const bump = value ? generator.element : 1n;
  return { value: BigInt(value), secret, alpha: generator.power(secret), beta: times(y.power(secret), bump) };
}

const added = (ones) => ({
  value: ones.reduce((sum, one) => sum + one.value, 0n),
  secret: modulo(ones.reduce((sum, one) => sum + one.secret, 0n)),
});

/* The commitments of a claim "this encrypts `claimed`" that is not proven but made up: challenge and response come first. */
function madeUp(y, one, claimed) {
  const [challenge, response] = [chance(), chance()];
  const along = response + one.secret * challenge;
  const off = generator.power((one.value - claimed) * challenge);
  return { challenge, response, a: generator.power(along), b: times(y.power(along), off) };
}

/* Of several claims, each about its own encrypted number, exactly one is true and proven; the others are made up. */
async function oneOf(y, claims, truth, question) {
  const w = chance();
  const parts = claims.map(({ one, claimed }, place) =>
    place === truth ? { a: generator.power(w), b: y.power(w) } : madeUp(y, one, claimed));
  const asked = await hashed(question + parts.map(({ a, b }) => `${a},${b}`).join(","));
  const spent = parts.reduce((sum, part, place) => (place === truth ? sum : sum + part.challenge), 0n);
  const challenge = modulo(asked - spent);
  const response = modulo(w - claims[truth].one.secret * challenge);
  return parts.map((part, place) => (place === truth ? proof(challenge, response) : proof(part.challenge, part.response)));
}

const between = (least, most) => Array.from({ length: most - least + 1 }, (_, step) => BigInt(least + step));

async function isBit(y, one, prefix) {
  const claims = [0n, 1n].map((claimed) => ({ one, claimed }));
  return oneOf(y, claims, Number(one.value), `prove|${prefix}|${one.alpha},${one.beta}|`);
}

async function overall(y, question, ones, whole) {
  const sum = added(ones);
  const alpha = ones.reduce((product, one) => times(product, one.alpha), 1n);
  const beta = ones.reduce((product, one) => times(product, one.beta), 1n);
  const claims = between(question.min, question.max).map((claimed) => ({ one: sum, claimed }));
  return oneOf(y, claims, Number(sum.value) - question.min, `prove|${whole}|${alpha},${beta}|`);
}

async function blankProofs(y, question, ones, whole) {
  const [blank, ...rest] = ones;
  const sum = added(rest);
  const isBlank = blank.value === 1n;
  const either = [{ one: blank, claimed: 0n }, { one: sum, claimed: 0n }];
  const within = between(question.min, question.max).map((claimed) => ({ one: sum, claimed }));
  return {
    overall_proof: await oneOf(
      y, [{ one: blank, claimed: 1n }, ...within], isBlank ? 0 : 1 + Number(sum.value) - question.min, `bproof1|${whole}|`),
    blank_proof: await oneOf(y, either, isBlank ? 1 : 0, `bproof0|${whole}|`),
  };
}

/* Says why these choices cannot be an answer, or nothing. */
export function whyNot(question, chosen) {
  const slots = question.answers.length + (question.blank ? 1 : 0);
  if (chosen.length !== slots || chosen.some((bit) => bit !== 0 && bit !== 1)) return "shape";
  const picked = question.blank ? chosen.slice(1) : chosen;
  const count = picked.reduce((sum, bit) => sum + bit, 0);
  if (question.blank && chosen[0] === 1) return count ? "blank" : null;
  if (count < question.min) return "few";
  return count > question.max ? "many" : null;
}

async function answered(y, question, chosen, prefix, told) {
  const wrong = whyNot(question, chosen);
  if (wrong) throw new RangeError(wrong);
  const ones = chosen.map((bit) => encrypted(y, bit));
  const whole = `${prefix}|${ones.map((one) => `${one.alpha},${one.beta}`).join(",")}`;
  const individual_proofs = [];
  for (const one of ones) {
    individual_proofs.push(await isBit(y, one, prefix));
    told();
  }
  const answer = { choices: ones.map((one) => ({ alpha: one.alpha.toString(), beta: one.beta.toString() })), individual_proofs };
  if (!question.blank) return { ...answer, overall_proof: await overall(y, question, ones, whole) };
  return { ...answer, ...(await blankProofs(y, question, ones, whole)) };
}

async function signed(unsigned, exponent) {
  const hash = await fingerprint(JSON.stringify(unsigned));
  const w = chance();
  const challenge = await hashed(`sig|${hash}|${generator.power(w)}`);
  return { ...unsigned, signature: { hash, proof: proof(challenge, modulo(w - exponent * challenge)) } };
}

/* The whole ballot as text, and its tracker. `election` is the very text that was published: its bytes are hashed. */
export async function makeBallot(election, choices, secret, told = () => {}) {
  const shape = JSON.parse(election);
  if (choices.length !== shape.questions.length) throw new RangeError("shape");
  const { exponent, credential } = await derive(shape.uuid, secret);
  const election_hash = await fingerprint(election);
  const y = new Base(BigInt(shape.public_key));
  const slots = choices.reduce((sum, chosen) => sum + chosen.length, 0);
  let done = 0;
  const answers = [];
  for (const [place, question] of shape.questions.entries()) {
    answers.push(await answered(y, question, choices[place], `${election_hash}|${credential}`, () => told((done += 1) / slots)));
  }
  const ballot = JSON.stringify(await signed({ election_uuid: shape.uuid, election_hash, credential, answers }, exponent));
  return { ballot, tracker: await fingerprint(ballot), credential };
}
