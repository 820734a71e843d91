// On every page: "/" goes to the search field.
export {};
