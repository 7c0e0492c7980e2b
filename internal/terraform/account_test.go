package terraform

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/example/predictive-maintenance/internal/fixture"
)

// pinnedStack is a stack of the account live, with its state there.
const pinnedStack = `{
	"terraform": {"backend": {"s3": {"bucket": "b", "key": "k", "region": "us-east-1", "kms_key_id": "alias/k", "allowed_account_ids": ["000012345678"]}}},
	"provider": {"aws": [{"region": "us-east-1", "allowed_account_ids": ["000012345678"]}, {"region": "us-west-2", "alias": "us-west-2"}]}
}`

// crossed runs the pinned stack with credentials of an account, and a Terraform that
// notes that it was started.
func crossed(t *testing.T, id, stack string) (r *Runner, aws *fixture.AWS, started func() bool) {
	t.Helper()
	r, _ = terraform(t, "")
	if err := os.WriteFile(filepath.Join(r.Out, "stacks", "dev", stackFile), []byte(stack), 0o644); err != nil {
		t.Fatal(err)
	}
	aws = fixture.AWSOf(t, id)
	r.Target = Target{Endpoint: aws.URL, Dir: t.TempDir(), CLIConfig: os.DevNull}
	r.Accounts, _ = fixture.Split()
	return r, aws, func() bool {
		_, err := os.Stat(filepath.Join(filepath.Dir(r.Terraform), "calls"))
		return err == nil
	}
}

// Whatever is done to a stack, credentials of another account end it before anything
// is asked but whose they are, and before Terraform starts.
func TestForeignCredentialsEndEveryCommand(t *testing.T) {
	const want = "dev belongs to account 000012345678 (live), and the credentials are of account 111122223333 (the default one): nothing was read or written"
	for name, command := range map[string]func(*Runner, context.Context) error{
		"plan":      func(r *Runner, ctx context.Context) error { return r.Plan(ctx, "dev") },
		"apply":     func(r *Runner, ctx context.Context) error { return r.Apply(ctx, "dev") },
		"destroy":   func(r *Runner, ctx context.Context) error { return r.Destroy(ctx, "dev") },
		"adopt":     func(r *Runner, ctx context.Context) error { return r.Adopt(ctx, "dev") },
		"bootstrap": func(r *Runner, ctx context.Context) error { return r.Bootstrap(ctx, "dev") },
		"validate":  func(r *Runner, ctx context.Context) error { _, err := r.Validate(ctx, "dev"); return err },
		"save-plan": func(r *Runner, ctx context.Context) error { _, err := r.SavePlan(ctx, "dev", "x", true); return err },
		"apply-plan": func(r *Runner, ctx context.Context) error {
			return r.ApplySaved(ctx, "dev", "x", filepath.Join(r.Out, "stacks", "dev", stackFile))
		},
		"state":      func(r *Runner, ctx context.Context) error { _, err := r.State(ctx, "dev"); return err },
		"push-state": func(r *Runner, ctx context.Context) error { return r.PushState(ctx, "dev", "x", false) },
		"locked":     func(r *Runner, ctx context.Context) error { _, err := r.Locked(ctx, "dev"); return err },
	} {
		t.Run(name, func(t *testing.T) {
			r, aws, started := crossed(t, "111122223333", pinnedStack)
			if err := command(r, t.Context()); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v, want %q", err, want)
			}
			if asked := aws.Asked(); !slices.Equal(asked, []string{"POST / GetCallerIdentity"}) {
				t.Errorf("AWS was asked for %q", asked)
			}
			if started() {
				t.Error("Terraform was started")
			}
		})
	}
}

func TestOnlyPinnedStacksAskWhoseCredentialsThereAre(t *testing.T) {
	cloud := strings.Replace(pinnedStack, `"backend"`, `"cloud": {"organization": "acme"}, "backend"`, 1)
	for name, test := range map[string]struct{ id, stack, want, asked string }{
		"the account's own":       {"000012345678", pinnedStack, "", "POST / GetCallerIdentity"},
		"none of ours":            {"999999999999", pinnedStack, "the credentials are of account 999999999999, which is none of envs.Accounts", "POST / GetCallerIdentity"},
		"no account is pinned":    {"999999999999", strings.ReplaceAll(pinnedStack, `"allowed_account_ids": ["000012345678"]`, `"x": 1`), "", ""},
		"runs on Terraform Cloud": {"999999999999", cloud, "", ""},
	} {
		r, aws, _ := crossed(t, test.id, test.stack)
		err := r.Admit(t.Context(), "dev")
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
		if asked := strings.Join(aws.Asked(), ", "); asked != test.asked {
			t.Errorf("%s: AWS was asked for %q", name, asked)
		}
	}
}

// A state that is where it was needs no move because its account was pinned since;
// one that is elsewhere does.
func TestPinningMovesNoState(t *testing.T) {
	for name, test := range map[string]struct {
		remembered string
		gone       bool
	}{
		"the same place":  {`{"backend": {"type": "s3", "config": {"bucket": "b", "key": "k", "region": "us-east-1", "kms_key_id": "alias/k"}}}`, true},
		"another place":   {`{"backend": {"type": "s3", "config": {"bucket": "b", "key": "other", "region": "us-east-1", "kms_key_id": "alias/k"}}}`, false},
		"another backend": {`{"backend": {"type": "local", "config": {"path": "x"}}}`, false},
		"damaged":         {`{`, false},
	} {
		dir := t.TempDir()
		for path, content := range map[string]string{stackFile: pinnedStack, backendFile: test.remembered} {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, path)), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, path), []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if err := forgetSettings(dir); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(filepath.Join(dir, backendFile)); os.IsNotExist(err) != test.gone {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := forgetSettings(t.TempDir()); err == nil {
		t.Error("a folder without a stack has a state")
	}
}
