/** Comes without types. Those of express 5 will do: tests use what both have. */
declare module "express-4" {
  import express from "express";

  export default express;
}
