/** A class that a container can instantiate. */
export type Type<T> = new (...args: never[]) => T;
