/** The version that answers show. */
export const VERSION = '0.1.0';
