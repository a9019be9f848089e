/** Of every monitor that tests start. */
export const ADMIN_KEY = "jsk_test-0123456789-0123456789-0123456789";
