// Which page is shown: it comes a little after its address.
export const page = {path: ''};
