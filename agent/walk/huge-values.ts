/**
 * V8 writes a bigint's digits in more than linear time, and nothing can stop it: 0.2 ms for 5,000 of them, 33 ms for 90,000, hours for
 * the largest. A text is often a rope of parts that becomes one piece when it is first looked at, however little of it is wanted:
 * 340 ms and 270 MB for 270 million characters (measured).
 */
const HUGE = 2n ** 16_384n
const MAX_TEXT_CHARS = 2 ** 25

/** Whether its digits are not worth their time. */
export const isHugeBigInt = (value: bigint): boolean => value >= HUGE || value <= -HUGE

/** Whether to look at the text could cost memory that the program does not have. */
export const isHugeText = (text: string): boolean => text.length > MAX_TEXT_CHARS
