import { renderAckPage as render } from "@jobscope/alerting";
import type { AckPage } from "@jobscope/alerting";
import type { AckView } from "@jobscope/query-api";

/** The page behind the link of a notification, for the API. */
export function renderAckPage(view: AckView, nowMs: number = Date.now()): string {
  return render(pageOf(view, nowMs));
}

/** Of the page itself: a proxy may have put a path before the API's, which the browser knows and we do not. */
const ACTION = "ack";

function pageOf(view: AckView, nowMs: number): AckPage {
  switch (view.kind) {
    case "ask":
      return { kind: "confirm", alerts: view.alerts, token: view.token, action: ACTION, nowMs };
    case "done":
      return { kind: "done", by: view.incidents[0]?.acknowledgedBy ?? "", atMs: nowMs };
    case "refused":
      return view;
  }
}
