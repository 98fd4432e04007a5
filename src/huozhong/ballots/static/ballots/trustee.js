/* A trustee's key and share of the counting, and the checks that a trustee's own device makes before it decrypts anything:
   it counts the encrypted tally itself from the published ballots, so that nobody can hand it one ballot and call it a tally. */

import { Base, chance, fingerprint, G, generator, hashed, inverse, isElement, modulo, NAME, P, power, Q, times } from "./group.js";

const proof = (challenge, response) => ({ challenge: challenge.toString(), response: response.toString() });

export async function makeKey() {
  const secret = chance();
  return { secret: secret.toString(), key: await publicHalf(secret) };
}

export async function publicHalf(secret) {
  const exponent = BigInt(secret);
  const own = generator.power(exponent);
  const w = chance();
  const challenge = await hashed(`pok|${NAME}|${own}|${generator.power(w)}`);
  return { pok: proof(challenge, modulo(w - exponent * challenge)), public_key: own.toString() };
}

/* g^response × element^challenge, from the two proofs' own tables. */
const commitment = (base, response, element, challenge) => times(base.power(response), power(element, challenge));

const claim = (y, { alpha, beta }, claimed, { challenge, response }) => {
  const [c, r] = [BigInt(challenge), BigInt(response)];
  const shifted = claimed ? times(beta, inverse(power(G, claimed))) : beta;
  return `${commitment(generator, r, alpha, c)},${commitment(y, r, shifted, c)}`;
};

async function holds(y, claims, proofs, question) {
  if (claims.length !== proofs.length) return false;
  const numbers = proofs.flatMap((one) => [BigInt(one.challenge), BigInt(one.response)]);
  if (numbers.some((number) => number < 0n || number >= Q)) return false;
  const told = claims.map(([pair, claimed], place) => claim(y, pair, claimed, proofs[place])).join(",");
  const sum = proofs.reduce((total, one) => total + BigInt(one.challenge), 0n);
  return (await hashed(question + told)) === modulo(sum);
}

const product = (pairs) => pairs.reduce(
  (so, one) => ({ alpha: times(so.alpha, one.alpha), beta: times(so.beta, one.beta) }), { alpha: 1n, beta: 1n });

async function isAnswer(y, question, answer, prefix) {
  const pairs = answer.choices.map((one) => ({ alpha: BigInt(one.alpha), beta: BigInt(one.beta) }));
  if (pairs.length !== question.answers.length + (question.blank ? 1 : 0)) return false;
  if (answer.individual_proofs.length !== pairs.length) return false;
  for (const [place, pair] of pairs.entries()) {
    if (!isElement(pair.alpha) || !isElement(pair.beta)) return false;
    const asked = `prove|${prefix}|${pair.alpha},${pair.beta}|`;
    if (!(await holds(y, [[pair, 0n], [pair, 1n]], answer.individual_proofs[place], asked))) return false;
  }
  const whole = `${prefix}|${pairs.map((one) => `${one.alpha},${one.beta}`).join(",")}`;
  const counts = Array.from({ length: question.max - question.min + 1 }, (_, step) => BigInt(question.min + step));
  if (!question.blank) {
    const sum = product(pairs);
    const claims = counts.map((count) => [sum, count]);
    return answer.blank_proof === undefined && holds(y, claims, answer.overall_proof, `prove|${whole}|${sum.alpha},${sum.beta}|`);
  }
  const [blank, ...rest] = pairs;
  const sum = product(rest);
  const claims = [[blank, 1n], ...counts.map((count) => [sum, count])];
  return (await holds(y, claims, answer.overall_proof, `bproof1|${whole}|`))
    && holds(y, [[blank, 0n], [sum, 0n]], answer.blank_proof, `bproof0|${whole}|`);
}

async function isSigned(ballot) {
  const { signature, ...unsigned } = ballot;
  const credential = BigInt(ballot.credential);
  const [c, r] = [BigInt(signature.proof.challenge), BigInt(signature.proof.response)];
  if (c < 0n || c >= Q || r < 0n || r >= Q || !isElement(credential)) return false;
  if (signature.hash !== (await fingerprint(JSON.stringify(unsigned)))) return false;
  return (await hashed(`sig|${signature.hash}|${commitment(generator, r, credential, c)}`)) === c;
}

/* Nothing if the ballot is sound; otherwise one word that the page turns into a sentence. */
export async function faultOf(shape, electionHash, y, text) {
  try {
    const ballot = JSON.parse(text);
    if (JSON.stringify(ballot) !== text) return "form";
    if (ballot.election_uuid !== shape.uuid || ballot.election_hash !== electionHash) return "election";
    if (ballot.answers.length !== shape.questions.length) return "form";
    if (!(await isSigned(ballot))) return "signature";
    const prefix = `${electionHash}|${ballot.credential}`;
    for (const [place, question] of shape.questions.entries()) {
      if (!(await isAnswer(y, question, ballot.answers[place], prefix))) return "proof";
    }
    return null;
  } catch {
    return "form";
  }
}

/* Checks every ballot against the published roll and multiplies them: the only tally that this device will decrypt. */
export async function countSealed(election, credentials, ballots, told = () => {}) {
  const shape = JSON.parse(election);
  const electionHash = await fingerprint(election);
  const y = new Base(BigInt(shape.public_key));
  const roll = new Set(credentials);
  const last = new Map();
  for (const [place, text] of ballots.entries()) {
    const fault = await faultOf(shape, electionHash, y, text);
    if (fault) return { fault, place };
    const ballot = JSON.parse(text);
    if (!roll.has(ballot.credential)) return { fault: "roll", place };
    last.set(ballot.credential, ballot);
    told((place + 1) / ballots.length);
  }
  const tally = shape.questions.map((question, number) => {
    const slots = question.answers.length + (question.blank ? 1 : 0);
    return Array.from({ length: slots }, (_, slot) => {
      const pairs = [...last.values()].map(({ answers }) => answers[number].choices[slot]);
      const sum = product(pairs.map((one) => ({ alpha: BigInt(one.alpha), beta: BigInt(one.beta) })));
      return { alpha: sum.alpha.toString(), beta: sum.beta.toString() };
    });
  });
  return { tally, count: last.size };
}

/* This trustee's share, with the proof that it was made with the very key that was registered. */
export async function decrypt(election, tally, secret, told = () => {}) {
  const exponent = BigInt(secret);
  const own = generator.power(exponent);
  const electionHash = await fingerprint(election);
  const all = tally.flat().length;
  const share = { decryption_factors: [], decryption_proofs: [] };
  let done = 0;
  for (const row of tally) {
    const [factors, proofs] = [[], []];
    for (const { alpha } of row) {
      const element = BigInt(alpha);
      if (element <= 0n || element >= P) throw new RangeError("element");
      const w = chance();
      const challenge = await hashed(`decrypt|${electionHash}|${own}|${generator.power(w)},${power(element, w)}`);
      factors.push(power(element, exponent).toString());
      proofs.push(proof(challenge, modulo(w - exponent * challenge)));
      told((done += 1) / all);
    }
    share.decryption_factors.push(factors);
    share.decryption_proofs.push(proofs);
  }
  return share;
}
