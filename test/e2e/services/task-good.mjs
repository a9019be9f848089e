export const task = () => "done";
