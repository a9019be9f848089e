/** Comes without types. Those of express 5 will do: tests use what both have. */
declare module "express-4" {
  import express from "express";

  // oxlint-disable-next-line import/no-default-export -- As the package has it.
  export default express;
}
