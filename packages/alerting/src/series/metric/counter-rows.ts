/** Columns of a counter's rows; column 0 is the time. */
export const START = 1;
/** As sent. */
export const VALUE = 2;
/** Increments up to and with this row. */
export const TOTAL = 3;
/** Milliseconds that the increments up to and with this row cover. */
export const COVERED = 4;
/** Histograms only: the sum as sent, and its increments. */
export const SUM = 5;
export const SUM_TOTAL = 6;

export const COUNTER_WIDTH = 5;
export const SUMMED_WIDTH = 7;
