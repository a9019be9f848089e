/** The payment provider refuses every third request. */
class PaymentProviderError extends Error {
  override readonly name = "PaymentProviderError";
  readonly code = "EPAYMENT";
}

let requests = 0;

/** Critical and flaky. */
export async function checkPayments(): Promise<void> {
  requests++;
  await Promise.resolve();
  if (requests % 3 === 0) throw new PaymentProviderError("The payment provider answered 502 Bad Gateway.");
}
