package pipeline

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/terraform"
)

// pinnedTo is what synth writes of production, in an account and with its state in a
// bucket.
func pinnedTo(t *testing.T, id, bucket string) (out string) {
	t.Helper()
	out = t.TempDir()
	dir := filepath.Join(out, "stacks", "production")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	content := `{"terraform": {"backend": {"s3": {"bucket": "` + bucket + `", "key": "k", "region": "us-east-1", "kms_key_id": "alias/k"}}},
		"provider": {"aws": [{"region": "us-east-1", "allowed_account_ids": ["` + id + `"]}]}}`
	if err := os.WriteFile(filepath.Join(dir, "cdk.tf.json"), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return out
}

// No step of a pipeline reads a state, opens a plan or moves anything with credentials
// of another account than the stack's; between two accounts, nothing moves at all.
func TestStepsStopAtForeignCredentials(t *testing.T) {
	aws := fixture.AWSOf(t, "111122223333")
	split, _ := fixture.Split()
	in := func(id, bucket string) *terraform.Runner {
		return &terraform.Runner{
			Terraform: filepath.Join(t.TempDir(), "never-started"), Out: pinnedTo(t, id, bucket), Stdout: io.Discard, Accounts: split,
			Target: terraform.Target{Endpoint: aws.URL, Dir: t.TempDir(), CLIConfig: os.DevNull},
		}
	}
	live, shared := in("000012345678", "new"), in("111122223333", "old")
	d := &Delivery{Runner: live, Folder: t.TempDir(), Stdout: io.Discard}
	const foreign = "production belongs to account 000012345678 (live), and the credentials are of account 111122223333 (the default one)"
	for name, test := range map[string]struct {
		step func(ctx context.Context) error
		want string
	}{
		"seal": {func(ctx context.Context) error { _, err := newSeal(ctx, live, "production", "c"); return err }, foreign},
		"look": {func(ctx context.Context) error { _, err := d.look(ctx, "production"); return err }, foreign},
		"move within the account": {func(ctx context.Context) error {
			return d.move(ctx, "production", "HEAD", in("000012345678", "old"), false)
		}, foreign},
		"move into another": {func(ctx context.Context) error { return d.move(ctx, "production", "HEAD", shared, false) }, "Between accounts nothing is moved: docs/account.md"},
	} {
		if err := test.step(t.Context()); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
		if asked := aws.Asked(); len(slices.Compact(asked)) != 1 || asked[0] != "POST / GetCallerIdentity" {
			t.Errorf("%s: AWS was asked for %q", name, asked)
		}
	}
}

// An id that was pinned since is no other place.
func TestAPinnedStateIsWhereItWas(t *testing.T) {
	before, after := pinnedTo(t, "111122223333", "b"), pinnedTo(t, "111122223333", "b")
	file := filepath.Join(after, "stacks", "production", "cdk.tf.json")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	content = []byte(strings.Replace(string(content), `"key"`, `"allowed_account_ids": ["111122223333"], "key"`, 1))
	if err := os.WriteFile(file, content, 0o644); err != nil {
		t.Fatal(err)
	}
	for folder, want := range map[string]bool{after: true, pinnedTo(t, "111122223333", "other"): false} {
		same, err := sameBackend(filepath.Join(before, "stacks", "production"), filepath.Join(folder, "stacks", "production"))
		if err != nil || same != want {
			t.Errorf("same %t, want %t; %v", same, want, err)
		}
	}
}
