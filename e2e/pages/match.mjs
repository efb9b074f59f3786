export function matchPage() { return {}; }
