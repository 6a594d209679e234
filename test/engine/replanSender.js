// Tells cycles that plan by an older register to plan again, as a process of its own that can be killed. Knows the product's
// own call. Argument: JSON { address, namespace, databaseUrl, version }.
const { openEngine } = await import('../../dist/client/engine.js');
const { replanBehind } = await import('../../dist/client/registering.js');
const { openDatabase } = await import('../../dist/database/connect.js');

const { address, namespace, databaseUrl, version } = JSON.parse(process.argv[2]);
await replanBehind(openDatabase(databaseUrl, { max: 2 }), await openEngine(address, namespace), version);
process.exit(0);
