package terraform

import (
	"strings"
	"testing"

	"github.com/example/predictive-maintenance/envs"
)

func TestRolesAreForTheEmulator(t *testing.T) {
	env := envs.All()[0]
	role := env.Label().DeployRole()
	for _, test := range []struct{ endpoint, role, want string }{
		{"", role, "ROLE is for the emulator"},
		{"http://127.0.0.1:1", role + "s", `no role of delivery is named "` + role + `s"; there are ` + strings.Join(Roles(), ", ")},
		{"http://127.0.0.1:1", role, "make apply ENV=" + AccountOf(env.Name).Stack() + " TARGET=emulator"},
	} {
		err := (&Runner{Target: Target{Endpoint: test.endpoint}}).As(t.Context(), env.Name, test.role)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.role, err, test.want)
		}
	}
}
