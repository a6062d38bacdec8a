/** The embedded database could not be made, started or stopped; the message is one line for the operator. */
export class EmbeddedPostgresFailed extends Error {}
