// A sequence of numbers that looks like chance and is the same on every machine and every day (mulberry32).

export function chance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n) => Math.floor(next() * n);
  // Words that come first in a list come more often, as in any language.
  const word = (list) => list[Math.floor(next() ** 1.6 * list.length)];
  return { next, below, word, one: (list) => list[below(list.length)] };
}
