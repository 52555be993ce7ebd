package server

// BodyLimit is the largest request body in bytes.
const BodyLimit = 1 << 20
