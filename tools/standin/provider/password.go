package provider

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"golang.org/x/crypto/bcrypt"
)

// alphabets are the arguments that let a kind of character into a password,
// and those that ask for a number of them.
var alphabets = []struct{ allow, atLeast, letters string }{
	{"lower", "min_lower", lowerCase},
	{"upper", "min_upper", upperCase},
	{"numeric", "min_numeric", figures},
	{"special", "min_special", "!@#$%&*()-_=+[]{}<>:?"},
}

var passwordArguments = []string{
	"length", "override_special",
	"lower", "upper", "numeric", "special",
	"min_lower", "min_upper", "min_numeric", "min_special",
}

// passwordDefaults has number and its successor numeric follow each other.
func passwordDefaults(proposed object) map[string]any {
	defaults := map[string]any{
		"number":  proposed.flag("numeric", true),
		"numeric": proposed.flag("number", true),
	}
	for _, a := range alphabets {
		if a.allow != "numeric" {
			defaults[a.allow] = true
		}
		defaults[a.atLeast] = 0
	}
	return defaults
}

func passwordComplaints(config object) []*tfprotov6.Diagnostic {
	length, ok := config.number("length")
	if !ok {
		return nil
	}
	least := 0
	for _, a := range alphabets {
		n, _ := config.number(a.atLeast)
		least += n
	}
	if length < 1 || length < least {
		at := tftypes.NewAttributePath().WithAttributeName("length")
		return []*tfprotov6.Diagnostic{fault(at, "Invalid Attribute Value", "length must be at least 1, and at least what min_lower, min_upper, min_numeric and min_special add up to.")}
	}
	return nil
}

// passwordValues makes a password as it was asked for, in earnest: it is as
// random as the real one.
func passwordValues(known object) (map[string]any, error) {
	length, _ := known.number("length")
	var password, all string
	for _, a := range alphabets {
		letters := a.letters
		if override, ok := known.text("override_special"); ok && override != "" && a.allow == "special" {
			letters = override
		}
		if known.flag(a.allow, true) {
			all += letters
		}
		n, _ := known.number(a.atLeast)
		password += some(letters, n)
	}
	if all == "" && len(password) < length {
		return nil, fmt.Errorf("a password of no characters")
	}
	password += some(all, length-len(password))
	password = shuffled(password)

	// bcrypt takes no more.
	hash, err := bcrypt.GenerateFromPassword([]byte(password)[:min(len(password), 72)], bcrypt.DefaultCost)
	if err != nil {
		return nil, err
	}
	return map[string]any{"id": "none", "result": password, "bcrypt_hash": string(hash)}, nil
}

func some(of string, n int) string {
	if n <= 0 {
		return ""
	}
	return letters(of, n)
}

func shuffled(text string) string {
	letters := strings.Split(text, "")
	for i := len(letters) - 1; i > 0; i-- {
		j := below(i + 1)
		letters[i], letters[j] = letters[j], letters[i]
	}
	return strings.Join(letters, "")
}

// flag is a boolean attribute, or what stands for it where it is not known.
func (o object) flag(name string, otherwise bool) bool {
	var flag bool
	if value, ok := o[name]; !ok || !value.IsKnown() || value.IsNull() || value.As(&flag) != nil {
		return otherwise
	}
	return flag
}

// number is a whole-number attribute; known is false where it is null or
// unknown.
func (o object) number(name string) (n int, known bool) {
	var number big.Float
	if value, ok := o[name]; !ok || !value.IsKnown() || value.IsNull() || value.As(&number) != nil {
		return 0, false
	}
	whole, _ := number.Int64()
	return int(whole), true
}
