// Package address makes readable Terraform addresses: the role main of the
// module networking becomes aws_vpc.networking_main.
package address

import (
	"strings"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Module is a stack as one module sees it.
//
// Its resources are children of the stack itself, with the module's name in
// their ids. Below a construct of the module's own, cdktf would append a hash
// to every address; overriding how a stack allocates them takes the hash away,
// but costs a call from Node back into Go for each use of an address, which is
// a sixth of the time of a synth.
type Module struct {
	// Stack is the scope of the module's resources.
	Stack constructs.Construct
	// Name is the first part of their addresses.
	Name string
}

// ID is the id of the resource with the given role, unique within the module
// whatever its type. A dot, which addresses do not take and cdktf would drop,
// becomes a hyphen.
func (m Module) ID(role string) *string {
	return jsii.String(m.Name + "_" + strings.ReplaceAll(role, ".", "-"))
}

// Ref is the reference to an attribute of the resource with the given type and
// role; of a data source, the type begins with "data.". It is the string that
// the binding's getter makes, without the call into Node and back. cdktf's own
// functions, such as Fn_Jsonencode, would take it for text.
func (m Module) Ref(kind, role, attribute string) *string {
	return jsii.String("${" + kind + "." + *m.ID(role) + "." + attribute + "}")
}

// NameTag is the Name tag of what AWS itself gives an id and no name: people
// find it by that, and `make adopt` does.
func NameTag(name string) *map[string]*string {
	return &map[string]*string{"Name": jsii.String(name)}
}
