package scan

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/emulator"
	"github.com/example/predictive-maintenance/internal/terraform"
	"github.com/example/predictive-maintenance/internal/toolchain"
)

// identity is what STS says of whoever asks; a plan of what does not exist yet
// asks AWS for nothing else.
func identity(account envs.Account) string {
	number := cmp.Or(account.ID, emulator.Account)
	return `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
		`<Arn>arn:` + envs.Partition(cmp.Or(account.Region, envs.Shared.Region)) + `:iam::` + number + `:user/planner</Arn><UserId>AIDA</UserId><Account>` + number + `</Account>` +
		`</GetCallerIdentityResult></GetCallerIdentityResponse>`
}

// Planned is the first apply of a stack.
type Planned struct {
	// JSON is the plan as Terraform shows it.
	JSON []byte
	// Addresses are those of the resources in it.
	Addresses []string
	// Warnings are what Terraform says of the stack as it validates it.
	Warnings []string
}

// Plan validates a stack, which synth wrote to folder, and plans its first apply.
// It needs no account, no state and no emulator: what a plan asks AWS is answered
// here, and the state is an empty file below dir, a folder that only this user
// reads.
func Plan(ctx context.Context, root, folder, dir string) (*Planned, error) {
	name := filepath.Base(folder)
	if err := withoutState(folder, filepath.Join(dir, "stacks", name)); err != nil {
		return nil, fmt.Errorf("plan %s: %w", name, err)
	}
	runner := &terraform.Runner{Out: dir, Variables: terraform.VariablesFrom(os.Environ()), Stdout: io.Discard}
	var err error
	if runner.Terraform, err = toolchain.TerraformPath(ctx, root); err != nil {
		return nil, err
	}
	runner.Target.Dir = filepath.Join(dir, "offline")
	if runner.Target.CLIConfig, err = toolchain.StandInCLIConfig(root, toolchain.StandInsDir(root)); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("plan %s: %w", name, err)
	}
	sts := &http.Server{Handler: answer(identity(terraform.AccountOf(name))), ReadHeaderTimeout: time.Minute}
	go func() { _ = sts.Serve(listener) }()
	defer sts.Close()
	runner.Target.Endpoint = "http://" + listener.Addr().String()
	planned := &Planned{}
	if planned.Warnings, err = runner.Validate(ctx, name); err != nil {
		return nil, err
	}
	saved, err := runner.SavePlan(ctx, name, filepath.Join(dir, "plan"), false)
	if err != nil {
		return nil, err
	}
	for _, change := range saved.Plan.ResourceChanges {
		planned.Addresses = append(planned.Addresses, change.Address)
	}
	if planned.JSON, err = json.Marshal(saved.Plan); err != nil {
		return nil, fmt.Errorf("read the plan of %s: %w", name, err)
	}
	return planned, nil
}

// withoutState copies a stack, without where its state is.
func withoutState(from, to string) error {
	content, err := os.ReadFile(filepath.Join(from, stackFile))
	if err != nil {
		return err
	}
	var stack map[string]any
	if err := json.Unmarshal(content, &stack); err != nil {
		return fmt.Errorf("read %s, which `make synth` writes anew: %w", stackFile, err)
	}
	settings, ok := stack["terraform"].(map[string]any)
	if !ok {
		return errors.New("the stack says nothing of Terraform; `make synth` writes it anew")
	}
	delete(settings, "backend")
	delete(settings, "cloud")
	if content, err = json.Marshal(stack); err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, stackFile), content, 0o600)
}

const stackFile = "cdk.tf.json"

func answer(identity string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if action := r.FormValue("Action"); action != "GetCallerIdentity" {
			http.Error(w, "a plan without an account can't ask for "+r.URL.Path+" "+action, http.StatusBadRequest)
			return
		}
		_, _ = io.WriteString(w, identity)
	}
}
