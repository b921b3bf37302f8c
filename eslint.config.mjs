import tseslint from "typescript-eslint";

const barrels = ["google", "kubernetes", "helm", "random", "tls"].map((provider) => ({
  name: `@cdktf/provider-${provider}`,
  message: `The barrel loads every resource and costs seconds; import @cdktf/provider-${provider}/lib/<resource>.`,
}));

/** Imports point one way: main -> stacks -> constructs/<service> -> constructs/core. */
const forbidden = (...patterns) => ({
  "no-restricted-imports": [
    "error",
    {
      paths: barrels,
      patterns: patterns.map(([group, message]) => ({ group, message })),
    },
  ],
});

const upward = [["**/stacks/**", "**/environments/**", "**/main"], "Constructs know neither stacks nor environments."];
const constructsAndAbove = [
  ["**/constructs/**", "**/stacks/**", "**/environments/**"],
  "This folder knows rendered Terraform only, never our constructs.",
];

export default tseslint.config(
  { ignores: ["dist/", "cdktf.out/", "node_modules/", ".tools/", ".sandbox/", "**/*.js", "**/*.mjs"] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      ...forbidden(),
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/ban-ts-comment": "error",
      // jest's it() and our event handlers take async functions whose result nobody reads
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      "@typescript-eslint/require-await": "off",
      eqeqeq: "error",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ["constructs/**/*.ts"], rules: forbidden(upward) },
  {
    files: ["constructs/core/**/*.ts"],
    rules: forbidden(upward, [["../*/**", "!../core/**"], "core is the lowest room: it imports nothing of ours."]),
  },
  { files: ["policies/**/*.ts", "sandbox/**/*.ts"], rules: forbidden(constructsAndAbove) },
  {
    files: ["stacks/**/*.ts"],
    rules: forbidden(
      [["**/main"], "Stacks do not know the application."],
      [
        ["**/cloud-armor/evaluator/**", "**/cloud-armor/evaluator"],
        "It is for tests; its CEL library would slow down every synth.",
      ],
    ),
  },
  { files: ["test/**/*.ts"], rules: { "max-lines": "off", "@typescript-eslint/unbound-method": "off" } },
);
