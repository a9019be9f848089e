import { PROBLEM_KINDS } from "../../model/problem.ts";
import type { ParameterFault, Problem, ProblemKind } from "../../model/problem.ts";

interface ProblemFacts {
  readonly kind: ProblemKind;
  readonly detail: string;
  readonly fix?: string;
  readonly errors?: readonly [ParameterFault, ...ParameterFault[]];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
  /** For the audit alone, where it may say more than the caller learns. */
  readonly audit?: { readonly detail: string; readonly actor?: string };
}

/** The one way to refuse a request: thrown anywhere, written by the error handler. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly facts: ProblemFacts;

  constructor(facts: ProblemFacts) {
    super(facts.detail, { cause: facts.cause });
    this.facts = facts;
  }

  get status(): number {
    return PROBLEM_KINDS[this.facts.kind].status;
  }

  /** As sent to the caller. */
  toProblem(instance: string, requestId: string): Problem {
    const { kind, detail, fix, errors } = this.facts;
    return {
      type: `urn:jobscope:problem:${kind}`,
      title: PROBLEM_KINDS[kind].title,
      status: this.status,
      detail,
      instance,
      request_id: requestId,
      ...(fix === undefined ? {} : { fix }),
      ...(errors === undefined ? {} : { parameter: errors[0].parameter, errors }),
    };
  }
}

/** The problem of parameters that were not accepted: the first is the headline, all are listed. */
export function parameterProblem(errors: readonly [ParameterFault, ...ParameterFault[]], cause?: unknown): ApiProblem {
  const [first] = errors;
  const where = first.parameter === "" ? "The query string" : `Parameter ${first.parameter}`;
  const detail = `${where}: ${first.detail}`;
  return new ApiProblem({ kind: "invalid_parameter", detail, fix: first.fix, errors, cause });
}

/** The same for fields of a body. */
export function bodyProblem(errors: readonly [ParameterFault, ...ParameterFault[]]): ApiProblem {
  const [first] = errors;
  const where = first.parameter === "" ? "The body" : `Field ${first.parameter} of the body`;
  return new ApiProblem({ kind: "invalid_parameter", detail: `${where}: ${first.detail}`, fix: first.fix, errors });
}
