/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  // every processor: by default one is left out, which on two doubles the time of the gate
  maxWorkers: "100%",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  // they need a browser and OpenTofu: npm run test:gate
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/gate/"],
  transform: {
    "^.+\\.(t|j|mj)s$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
  // providers are loaded with import() and the names that they have in dist/
  moduleNameMapper: { "^\\./(google|helm|kubernetes|random|tls)\\.js$": "./$1" },
  // bundled output and simulated clouds hold copies of package.json that would collide in jest's module map
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/cdktf.out/", "<rootDir>/.sandbox/"],
};
