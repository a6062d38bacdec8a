/** Tells the time. Injected, so that tests and simulations decide what time it is. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
