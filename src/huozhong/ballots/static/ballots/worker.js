/* Counts beside the page, so that buttons answer while a ballot is being sealed. */

import { derive, makeBallot, newSecret } from "./ballot.js";
import { countSealed, decrypt, makeKey, publicHalf } from "./trustee.js";

const DUTIES = {
  async credential({ uuid }) {
    const secret = newSecret();
    return { secret, credential: (await derive(uuid, secret)).credential };
  },
  ballot: ({ election, choices, secret }, told) => makeBallot(election, choices, secret, told),
  key: () => makeKey(),
  half: ({ secret }) => publicHalf(secret),
  sealed: ({ election, credentials, ballots }, told) => countSealed(election, credentials, ballots, told),
  decrypt: ({ election, tally, secret }, told) => decrypt(election, tally, secret, told),
};

self.addEventListener("message", async ({ data }) => {
  try {
    const done = await DUTIES[data.duty](data.asked, (share) => self.postMessage({ turn: data.turn, share }));
    self.postMessage({ turn: data.turn, done });
  } catch (failure) {
    self.postMessage({ turn: data.turn, failed: String(failure?.message ?? failure) });
  }
});
