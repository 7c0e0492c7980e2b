package input

import (
	"fmt"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Switch is a variable by which a part of a stack is there or not. The zero value
// has no variable, and everything there.
type Switch struct{ variable string }

// NewSwitch declares a switch, which is off.
func NewSwitch(scope constructs.Construct, name, description string) Switch {
	Variable(scope, Options{
		Name:        name,
		Description: description,
		Default:     jsii.String("false"),
		Condition:   fmt.Sprintf(`${contains(["true", "false"], var.%s)}`, name),
		Message:     `Must be "true" or "false".`,
	})
	return Switch{variable: name}
}

// Switches says whether there is anything to switch.
func (s Switch) Switches() bool { return s.variable != "" }

// Choose is an expression for one of two values, as Terraform writes them.
func (s Switch) Choose(on, off string) string {
	return fmt.Sprintf(`${var.%s == "true" ? %s : %s}`, s.variable, on, off)
}

// Count has a resource there only while the switch is on. The bindings take no
// expression for count.
func (s Switch) Count(r interface {
	AddOverride(path *string, value interface{})
}) {
	if s.Switches() {
		r.AddOverride(jsii.String("count"), s.Choose("1", "0"))
	}
}

// Of is an attribute of a resource that the switch counts, by its address; text
// that names nothing while there is none. It has no quotes, which could not stand in
// the JSON of a dashboard.
func (s Switch) Of(address, attribute string) *string {
	return jsii.String(fmt.Sprintf("${try(%s[0].%s, var.%s)}", address, attribute, s.variable))
}
