import { satisfies } from "../../../sandbox/any-stack/version-constraint";

/** What `terraform init` 1.11.4 and `tofu init` 1.12.6 say, both of them, when 6.50.0 is the only release there is. */
const ANSWERS = {
  yes: [
    ..."~> 6|~> 6.0|~> 6.50|~> 6.50.0|> 6|> 6.49|>= 6.50|< 7|< 6.51|<= 6.50|= 6.50.0|= 6.50|6.50|!= 6|>= 5, < 7".split(
      "|",
    ),
    ...">=6.0|~>6.0|>= 6.50.0-beta1|> 6.50.0-beta1|~> 6.50.0-beta1| 6.50.0 ".split("|"),
  ],
  no: [
    ..."~> 5|~> 7|~> 6.51|~> 6.49.0|~> 6.50.1|> 6.50|<= 6|6|!= 6.50.0|!= 6.50|>= 5, != 6.50.0".split("|"),
    ..."= 6.50.0-beta1|< 6.50.0-beta1|6.50.0+meta".split("|"),
  ],
  invalid: "v6.50.0|6.x|6.*||>= 6 < 7|=> 6|>= 6.0,|1.2.3.4".split("|"),
};

describe("satisfies", () => {
  it.each(ANSWERS.yes)("takes 6.50.0 for '%s', as Terraform does", (constraint) => {
    expect(satisfies("6.50.0", constraint)).toBe(true);
  });

  it.each(ANSWERS.no)("does not take 6.50.0 for '%s', as Terraform does not", (constraint) => {
    expect(satisfies("6.50.0", constraint)).toBe(false);
  });

  it.each(ANSWERS.invalid)("says that '%s' is no constraint, as Terraform does", (constraint) => {
    expect(satisfies("6.50.0", constraint)).toBeUndefined();
  });
});
