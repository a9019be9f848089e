export const task = () => {
  throw new RangeError("thrown in the file");
};
