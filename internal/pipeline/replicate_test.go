package pipeline

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/v1/random"

	"github.com/example/predictive-maintenance/internal/fixture"
)

func TestReplicate(t *testing.T) {
	own, second := newCloud(t), newCloud(t)
	staging := fixture.Staging()
	from, _ := own.config(t.Context(), staging)
	to, _ := second.config(t.Context(), staging)
	replicate := func(release string) (bool, error) {
		return Replicate(t.Context(), staging, "api-gateway", release, from, to)
	}
	image, err := random.Image(64, 1)
	if err != nil {
		t.Fatal(err)
	}
	digest, err := image.Digest()
	if err != nil {
		t.Fatal(err)
	}
	own.push("staging", "api-gateway", "v1.0.0", image)
	// The repository is there, as the standby's stack makes it.
	other, err := random.Image(64, 1)
	if err != nil {
		t.Fatal(err)
	}
	second.push("staging", "api-gateway", "v0.9.0", other)

	if _, err := replicate("v2.0.0"); err == nil || !strings.Contains(err.Error(), "pdm-staging/api-gateway has no image v2.0.0 in us-east-1: push it first") {
		t.Error(err)
	}
	for _, release := range []string{"v1.0.0", digest.String()} {
		copied, err := replicate(release)
		if err != nil {
			t.Fatal(err)
		}
		if first := release == "v1.0.0"; copied != first {
			t.Errorf("%s: copied is %v", release, copied)
		}
	}
	if got := second.tags("staging", "api-gateway")["v1.0.0"]; got != digest.String() {
		t.Errorf("the second region has %q under the tag, not %s", got, digest)
	}
	if own.writes.Load() != 0 {
		t.Error("something was written to the first region")
	}

	// By its digest, an image keeps its tags.
	third := newCloud(t)
	third.push("staging", "api-gateway", "v0.9.0", other)
	if to, err = third.config(t.Context(), staging); err != nil {
		t.Fatal(err)
	}
	if copied, err := replicate(digest.String()); err != nil || !copied {
		t.Fatal(copied, err)
	}
	if got := third.tags("staging", "api-gateway")["v1.0.0"]; got != digest.String() {
		t.Errorf("the third has %q", got)
	}

	second.push("staging", "api-gateway", "v3.0.0", other)
	own.push("staging", "api-gateway", "v3.0.0", image)
	if to, err = second.config(context.Background(), staging); err != nil {
		t.Fatal(err)
	}
	if _, err := replicate("v3.0.0"); err == nil || !strings.Contains(err.Error(), "tags never move") {
		t.Error(err)
	}
}
