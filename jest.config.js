// How tests are found, compiled and limited. Suites are folders below test/: `npm test -- test/domain` runs one.
export default {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/setup.js',
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/test/**/*.test.tsx'],
  // Want real servers of the system: test/all.js runs them where those are.
  testPathIgnorePatterns: [
    '/node_modules/',
    ...(process.env.REAL_SERVERS
      ? []
      : ['mailhost', 'chaos', 'failover'].map((name) => `<rootDir>/test/${name}/`)),
  ],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.nhip/'],
  // Suites with servers of their own (database, engine, system) want a core each; more at a time makes them wait.
  maxWorkers: 2,
  // A year on the real engine takes seconds, a first start with a fetched server a minute; the domain's tests milliseconds.
  testTimeout: 60_000,
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          target: 'es2023',
          transform: { react: { runtime: 'automatic', importSource: 'hono/jsx' } },
        },
        module: { type: 'es6' },
      },
    ],
  },
};
