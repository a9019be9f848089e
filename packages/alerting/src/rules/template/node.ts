/** A template as it was read. */
export type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "action"; readonly pipe: Pipe }
  | { readonly kind: "if"; readonly pipe: Pipe; readonly body: Nodes; readonly otherwise: Nodes }
  | { readonly kind: "with"; readonly pipe: Pipe; readonly body: Nodes; readonly otherwise: Nodes }
  | { readonly kind: "range"; readonly pipe: Pipe; readonly body: Nodes; readonly otherwise: Nodes }
  | { readonly kind: "template"; readonly name: string; readonly pipe: Pipe | undefined }
  | { readonly kind: "break" }
  | { readonly kind: "continue" };

export type Nodes = readonly Node[];

/** Commands, each given the result of the one before as its last argument. */
export interface Pipe {
  /** Variables that take the result; two for the key and the element of a `range`. */
  readonly variables: readonly string[];
  readonly assigns: boolean;
  readonly commands: readonly Command[];
}

export type Command = readonly Operand[];

export type Operand =
  | { readonly kind: "literal"; readonly value: Literal }
  | { readonly kind: "dot"; readonly fields: readonly string[] }
  | { readonly kind: "variable"; readonly name: string; readonly fields: readonly string[] }
  | { readonly kind: "pipe"; readonly pipe: Pipe; readonly fields: readonly string[] }
  | { readonly kind: "function"; readonly name: string };

/** Go tells whole numbers from others: they are printed differently. */
export interface GoInt {
  readonly int: number;
}

export type Literal = string | number | boolean | GoInt | undefined;

export interface ParsedTemplate {
  readonly main: Nodes;
  readonly defined: ReadonlyMap<string, Nodes>;
}
