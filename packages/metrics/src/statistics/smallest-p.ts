/** The smallest two-sided p-value that a sign-flip test of n pairs can give: 2 / 2^n, at most 1. */
export const smallestPairedP = (pairs: number): number => Math.min(1, 2 / 2 ** pairs);

/** The fewest pairs with which a sign-flip test can reach α after Holm's correction over `tests` tests. */
export const fewestPairs = (tests = 1, alpha = 0.05): number => Math.ceil(Math.log2((2 * tests) / alpha));
