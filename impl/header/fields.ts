/** What is read from the head of a packet, by its place in the words that it is read into. */

/** Addresses, 32 bits. */
export const SOURCE = 0
export const DESTINATION = 1
/** Ports, 16 bits; 0 where a packet has none, as those of protocols without ports and later fragments. */
export const SOURCE_PORT = 2
export const DESTINATION_PORT = 3
/** 8 bits. */
export const PROTOCOL = 4
/** What rules are about: the fields up to here. */
export const FIELDS = 5

/** The id of the flow, 32 bits; 0 where there is none: whether there is one, `kindOf` says. */
export const FLOW = 5
/** Of the whole packet, in bytes. */
export const LENGTH = 6
/** The byte of the service: six bits of code point, with the flag of flows, and two of congestion. */
export const SERVICE = 7
/** Identification, three flags and the offset of a fragment, as they stand side by side in 32 bits. */
export const FRAGMENT = 8
export const TIME_TO_LIVE = 9
export const HEADER_FIELDS = 10
