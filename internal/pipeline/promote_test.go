package pipeline

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/terraform"
)

var noon = time.Date(2026, time.November, 29, 12, 0, 0, 0, time.UTC)

func randomImage(t *testing.T) v1.Image {
	t.Helper()
	image, err := random.Image(1024, 2)
	if err != nil {
		t.Fatal(err)
	}
	return image
}

func randomIndex(t *testing.T) v1.ImageIndex {
	t.Helper()
	index, err := random.Index(1024, 2, 2)
	if err != nil {
		t.Fatal(err)
	}
	return index
}

func digest(t *testing.T, image interface{ Digest() (v1.Hash, error) }) string {
	t.Helper()
	sum, err := image.Digest()
	if err != nil {
		t.Fatal(err)
	}
	return sum.String()
}

// promoting is a delivery, and what it says.
func promoting(t *testing.T) (*Delivery, *bytes.Buffer) {
	t.Helper()
	dir, git := repository(t)
	git("commit", "--quiet", "--allow-empty", "--message", "first")
	t.Setenv("GITHUB_STEP_SUMMARY", filepath.Join(dir, "page"))
	t.Setenv("GITHUB_OUTPUT", filepath.Join(dir, "output"))
	t.Setenv("GITHUB_TRIGGERING_ACTOR", "")
	var said bytes.Buffer
	return &Delivery{Root: dir, Folder: filepath.Join(dir, "plans"), Stdout: &said}, &said
}

// Whatever an image is made of, it is the same in both repositories, byte for
// byte, and all of it is there.
func TestPromotionKeepsTheDigest(t *testing.T) {
	for kind, make := range map[string]func() (image remote.Taggable, digest, ran string){
		"an image": func() (remote.Taggable, string, string) {
			image := randomImage(t)
			return image, digest(t, image), digest(t, image)
		},
		"an image for several architectures": func() (remote.Taggable, string, string) {
			index := randomIndex(t)
			return index, digest(t, index), digest(t, index)
		},
		"an image for several architectures, of which ECS names the one that it runs": func() (remote.Taggable, string, string) {
			index := randomIndex(t)
			manifest, err := index.IndexManifest()
			if err != nil {
				t.Fatal(err)
			}
			return index, digest(t, index), manifest.Manifests[1].Digest.String()
		},
	} {
		for _, by := range []string{"tag", "digest"} {
			c := newCloud(t)
			image, sum, ran := make()
			c.push("staging", "api-gateway", "v1.4.2", image)
			c.deployed["api-gateway"] = []fakeDeployment{{"SUCCESSFUL", "api-gateway:v1.4.1", "sha256:" + strings.Repeat("1", 64), ""}, {"SUCCESSFUL", "api-gateway:v1.4.2", ran, ""}}
			d, said := promoting(t)
			m := Move{From: "staging", To: "production", Image: "api-gateway=v1.4.2", AWS: c.config}
			if by == "digest" {
				m.Image = "api-gateway=" + sum
			}
			if err := d.Promote(t.Context(), m, noon); err != nil {
				t.Errorf("%s by %s: %v", kind, by, err)
				continue
			}
			if got := c.tags("production", "api-gateway"); len(got) != 1 || got["v1.4.2"] != sum {
				t.Errorf("%s by %s: production has %v, want v1.4.2 as %s", kind, by, got, sum)
			}
			repository, auth := c.at("production", "api-gateway")
			copied, err := remote.Get(repository.Tag("v1.4.2"), auth)
			if err != nil {
				t.Fatal(err)
			}
			if err := whole(copied); err != nil {
				t.Errorf("%s by %s: not all of it was copied: %v", kind, by, err)
			}
			if !strings.Contains(said.String(), "api_gateway_image_tag="+sum+"\n") {
				t.Errorf("%s by %s: it says\n%s", kind, by, said)
			}
			handed, err := os.ReadFile(os.Getenv("GITHUB_OUTPUT"))
			if err != nil || string(handed) != "image=api-gateway="+sum+"\n" {
				t.Errorf("%s by %s: later steps get %q, %v", kind, by, handed, err)
			}
			record, err := d.promoted("production")
			if err != nil {
				t.Fatal(err)
			}
			want := Promotion{From: "staging", To: "production", Service: "api-gateway", Tag: "v1.4.2", Digest: sum, Copied: true, By: "user/production", At: noon, Commit: record.Commit}
			if *record != want || len(record.Commit) != 40 {
				t.Errorf("%s by %s: the record is %+v", kind, by, record)
			}

			// A second time there is nothing to write, and it says so.
			c.writes.Store(0)
			said.Reset()
			t.Setenv("GITHUB_TRIGGERING_ACTOR", "octocat")
			if err := d.Promote(t.Context(), m, noon); err != nil || !strings.Contains(said.String(), "which was there already") {
				t.Errorf("%s by %s, again: %v, %s", kind, by, err, said)
			}
			if record, err := d.promoted("production"); err != nil || record.Copied || record.By != "octocat" || c.writes.Load() != 0 {
				t.Errorf("%s by %s, again: %+v, %v, %d writes", kind, by, record, err, c.writes.Load())
			}
		}
	}
}

// whole reads every layer of an image, or of each that an index names.
func whole(d *remote.Descriptor) error {
	images := []v1.Image{}
	if d.MediaType.IsIndex() {
		index, err := d.ImageIndex()
		if err != nil {
			return err
		}
		listed, err := index.IndexManifest()
		if err != nil {
			return err
		}
		for _, m := range listed.Manifests {
			image, err := index.Image(m.Digest)
			if err != nil {
				return err
			}
			images = append(images, image)
		}
	} else {
		image, err := d.Image()
		if err != nil {
			return err
		}
		images = append(images, image)
	}
	for _, image := range images {
		layers, err := image.Layers()
		if err != nil {
			return err
		}
		for _, layer := range layers {
			content, err := layer.Uncompressed()
			if err != nil {
				return err
			}
			if _, err := new(bytes.Buffer).ReadFrom(content); err != nil {
				return err
			}
			if err := content.Close(); err != nil {
				return err
			}
		}
	}
	return nil
}

// Whatever is refused is refused before anything is written, and the message says
// what to do.
func TestPromotionRefuses(t *testing.T) {
	released, other := randomImage(t), randomImage(t)
	sum, otherSum := digest(t, released), digest(t, other)
	ranIt := []fakeDeployment{{"SUCCESSFUL", "api-gateway:v1.4.2", sum, ""}}
	for name, test := range map[string]struct {
		from, to, image string
		prepare         func(c *cloud)
		want            []string
	}{
		"a digest that is none":          {"staging", "production", "api-gateway=sha256:0123", nil, []string{`the release "sha256:0123": must be a tag`, "or a digest (sha256: and 64 of 0-9 and a-f)"}},
		"a tag that moves":               {"staging", "production", "api-gateway=latest", nil, []string{"tags never move in this registry"}},
		"an image without a tag":         {"staging", "production", "api-gateway", nil, []string{"is not of the form service=tag"}},
		"to itself":                      {"staging", "staging", "api-gateway=v1.4.2", nil, []string{"cannot be promoted from staging to itself"}},
		"backwards":                      {"production", "staging", "api-gateway=v1.4.2", nil, []string{"from production to staging is backwards: images go from dev to staging to production", "roll it back"}},
		"backwards over one":             {"production", "dev", "api-gateway=v1.4.2", nil, []string{"is backwards"}},
		"environments that there aren't": {"stage", "prod", "api-gateway=v1.4.2", nil, []string{`no environment is named "stage"`, `no environment is named "prod"; there are dev, staging, production`}},
		"no environments":                {"", "", "api-gateway=v1.4.2", nil, []string{`no environment is named ""`}},
		"a service that there isn't":     {"staging", "production", "front-end=v1.4.2", nil, []string{`staging has no service "front-end"; there are api-gateway, ml-service`, `production has no service "front-end"`}},
		"everything at once":             {"production", "dev", "front-end=latest", nil, []string{"is backwards", "tags never move", `dev has no service "front-end"`}},
		"an image that was never pushed": {"staging", "production", "api-gateway=v9", nil, []string{"pdm-staging/api-gateway has no image v9"}},
		"a repository that nobody made":  {"staging", "production", "ml-service=v1.4.2", nil, []string{"staging has no repository pdm-staging/ml-service: apply staging first"}},
		"a tag of another image": {"staging", "production", "api-gateway=v1.4.2", func(c *cloud) {
			c.push("production", "api-gateway", "v1.4.2", other)
		}, []string{"pdm-production/api-gateway has v1.4.2 already, and it is another image, " + otherSum + " instead of " + sum, "tags never move"}},
		"a digest with two tags": {"staging", "production", "api-gateway=" + sum, func(c *cloud) {
			c.push("staging", "api-gateway", "commit-1", released)
		}, []string{"has several tags, commit-1, v1.4.2"}},
		"what was never deployed": {"staging", "production", "api-gateway=v1.4.2", func(c *cloud) { delete(c.deployed, "api-gateway") }, []string{"staging never ran " + sum, "it ran nothing at all", "Deploy it there first"}},
		"what was deployed elsewhere": {"dev", "staging", "api-gateway=v1.4.2", func(c *cloud) {
			c.push("dev", "api-gateway", "v1.4.2", released)
			c.deployed = map[string][]fakeDeployment{"api-gateway": {}}
		}, []string{"dev never ran"}},
		"what failed, was rolled back or is being deployed": {"staging", "production", "api-gateway=v1.4.2", func(c *cloud) {
			c.deployed["api-gateway"] = []fakeDeployment{
				{"ROLLBACK_SUCCESSFUL", "api-gateway:v1.4.2", sum, ""}, {"STOPPED", "api-gateway:v1.4.2", sum, ""}, {"IN_PROGRESS", "api-gateway:v1.4.2", sum, ""},
				{"SUCCESSFUL", "api-gateway:v1.4.1", otherSum, ""}, {"SUCCESSFUL", "api-gateway@" + otherSum, "", ""},
			}
		}, []string{"it ran api-gateway:v1.4.1 (" + otherSum + ") on 2026-11-25, api-gateway@" + otherSum + " on 2026-11-24"}},
		"what only the agent is": {"staging", "production", "api-gateway=v1.4.2", func(c *cloud) {
			c.deployed["api-gateway"] = []fakeDeployment{{"SUCCESSFUL", "api-gateway:v1.4.1", otherSum, sum}}
		}, []string{"staging never ran " + sum}},
		"two things at once": {"staging", "production", "api-gateway=v1.4.2", func(c *cloud) {
			c.push("production", "api-gateway", "v1.4.2", other)
			delete(c.deployed, "api-gateway")
		}, []string{"tags never move", "staging never ran"}},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCloud(t)
			c.push("staging", "api-gateway", "v1.4.2", released)
			c.deployed["api-gateway"] = ranIt
			if test.prepare != nil {
				test.prepare(c)
			}
			before := c.tags("production", "api-gateway")
			d, said := promoting(t)
			err := d.Promote(t.Context(), Move{From: test.from, To: test.to, Image: test.image, AWS: c.config}, noon)
			if err == nil {
				t.Fatalf("it is promoted: %s", said)
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%v\ndoes not say %q", err, want)
				}
			}
			if c.writes.Load() != 0 || said.Len() > 0 || len(c.tags("production", "api-gateway")) != len(before) {
				t.Errorf("%d writes; it says %s", c.writes.Load(), said)
			}
			if p, err := d.promoted(test.to); p != nil || err != nil {
				t.Errorf("it leaves a record: %v, %v", p, err)
			}
		})
	}
}

// inAccounts puts production into another account than the rest, for a test.
func inAccounts(t *testing.T, first, live string) {
	t.Helper()
	all, known := environments, accounts
	t.Cleanup(func() { environments, accounts = all, known })
	accounts = func() []envs.Account {
		list := known()
		list[0].ID = first
		if live != "" {
			list = append(list, envs.Account{Name: "live", ID: live})
		}
		return list
	}
	environments = func() []envs.Environment {
		list := all()
		if live != "" {
			list[2].Account = "live"
		}
		return list
	}
}

// Credentials of another account stop before anything is asked.
func TestPromotionStopsAtForeignCredentials(t *testing.T) {
	c, image := newCloud(t), randomImage(t)
	c.push("staging", "api-gateway", "v1.4.2", image)
	c.deployed["api-gateway"] = []fakeDeployment{{"SUCCESSFUL", "api-gateway:v1.4.2", digest(t, image), ""}}
	m := Move{From: "staging", To: "production", Image: "api-gateway=v1.4.2", AWS: c.config}
	d, _ := promoting(t)
	for name, test := range map[string]struct{ first, live, want string }{
		"one account":                   {"999900001111", "", "production belongs to account 999900001111"},
		"that of what gets the image":   {"111122223333", "444455556666", "production belongs to account 444455556666 (live), and the credentials are of account 111122223333 (the default one)"},
		"that of where the image is":    {"999900001111", "111122223333", "staging belongs to account 999900001111"},
		"that of neither environment's": {"999900001111", "444455556666", "production belongs to account 444455556666"},
	} {
		t.Run(name, func(t *testing.T) {
			inAccounts(t, test.first, test.live)
			// Of the last but one, production's are right and staging's are a third's.
			if test.live == "111122223333" {
				c.account = map[string]string{"staging": "777788889999"}
				defer func() { c.account = nil }()
			}
			if err := d.Promote(t.Context(), m, noon); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
			if len(c.described) > 0 || c.writes.Load() > 0 || len(c.tags("production", "api-gateway")) > 0 {
				t.Error("something was read or written")
			}
		})
	}
	inAccounts(t, "111122223333", "")
	if err := d.Promote(t.Context(), m, noon); err != nil {
		t.Errorf("credentials of the account: %v", err)
	}
}

// Between accounts an image keeps its digest as well. Whoever gets it reads it by the
// role that the other account lends, or with a profile of that account.
func TestPromotionBetweenAccounts(t *testing.T) {
	inAccounts(t, "111122223333", "444455556666")
	for name, profile := range map[string]bool{"by the role": false, "with a profile": true} {
		t.Run(name, func(t *testing.T) {
			c, image := newCloud(t), randomImage(t)
			c.account = map[string]string{"production": "444455556666"}
			c.push("staging", "api-gateway", "v1.4.2", image)
			c.deployed["api-gateway"] = []fakeDeployment{{"SUCCESSFUL", "api-gateway:v1.4.2", digest(t, image), ""}}
			m := Move{From: "staging", To: "production", Image: "api-gateway=v1.4.2", AWS: c.config}
			if !profile {
				// The job has the credentials of the environment that gets the image.
				m.AWS = func(ctx context.Context, _ envs.Environment) (aws.Config, error) {
					return c.config(ctx, environments()[2])
				}
			}
			d, _ := promoting(t)
			if err := d.Promote(t.Context(), m, noon); err != nil {
				t.Fatal(err)
			}
			if got := c.tags("production", "api-gateway"); len(got) != 1 || got["v1.4.2"] != digest(t, image) {
				t.Errorf("production has %v, want v1.4.2 as %s", got, digest(t, image))
			}
			if lent := len(c.lent) > 0; lent == profile {
				t.Errorf("roles were lent: %v", c.lent)
			}
		})
	}

	t.Run("that lends nothing", func(t *testing.T) {
		c := newCloud(t)
		c.account = map[string]string{"dev": "444455556666", "production": "444455556666"}
		m := Move{From: "staging", To: "production", Image: "api-gateway=v1.4.2", AWS: func(ctx context.Context, _ envs.Environment) (aws.Config, error) {
			return c.config(ctx, environments()[0])
		}}
		d, _ := promoting(t)
		err := d.Promote(t.Context(), m, noon)
		if err == nil || !strings.Contains(err.Error(), "which lends its role pdm-staging-pull to pdm-production-promote alone: apply account and account-live first, or set FROM_PROFILE") {
			t.Errorf("it says %v", err)
		}
	})
	if jobs, err := Jobs(Where{Name: "production"}); err != nil || jobs[0].PromoteRole != "pdm-production-promote" {
		t.Errorf("production has images promoted to it as %q, %v", jobs[0].PromoteRole, err)
	}
}

// No role reaches from one of AWS's partitions into another.
func TestPromotionStaysInItsPartition(t *testing.T) {
	all := environments
	t.Cleanup(func() { environments = all })
	environments = func() []envs.Environment {
		list := all()
		list[2].Region = "us-gov-west-1"
		return list
	}
	err := Promotable("staging", "production", "api-gateway=v1.4.2")
	if err == nil || !strings.Contains(err.Error(), "staging is in AWS's partition aws and production in aws-us-gov") {
		t.Errorf("it says %v", err)
	}
	if jobs, err := Jobs(Where{Name: "production"}); err != nil || jobs[0].PromoteRole != "" {
		t.Errorf("production, alone in its partition, has images promoted to it as %q, %v", jobs[0].PromoteRole, err)
	}
}

// Amazon ECS lists deployments by page, and describes twenty at once.
func TestPromotionReadsTheWholeHistory(t *testing.T) {
	c, image := newCloud(t), randomImage(t)
	c.push("staging", "api-gateway", "v1.4.2", image)
	for range 44 {
		c.deployed["api-gateway"] = append(c.deployed["api-gateway"], fakeDeployment{"SUCCESSFUL", "api-gateway:v2", "sha256:" + strings.Repeat("2", 64), ""})
	}
	// A task definition that names a digest, which ECS has nothing to resolve of.
	c.deployed["api-gateway"] = append(c.deployed["api-gateway"], fakeDeployment{"SUCCESSFUL", "api-gateway@" + digest(t, image), "", ""})
	d, _ := promoting(t)
	if err := d.Promote(t.Context(), Move{From: "staging", To: "production", Image: "api-gateway=v1.4.2", AWS: c.config}, noon); err != nil {
		t.Error(err)
	}
	// One that was asked twice, because a connection broke, counts once.
	if steps := slices.Compact(c.described); !slices.Equal(steps, []int{20, 5}) {
		t.Errorf("revisions are described in steps of %v", c.described)
	}
}

// A report names a promotion only where the plan deploys that image.
func TestReportsNameWhatWasPromoted(t *testing.T) {
	sum := "sha256:" + strings.Repeat("a", 64)
	p := Promotion{From: "staging", To: "production", Service: "api-gateway", Tag: "v1.4.2", Digest: sum, By: "octocat", At: noon, Commit: strings.Repeat("c", 40)}
	line := "Promoted from staging to production: `api-gateway` `v1.4.2`, `" + sum + "`, by octocat on 2026-11-29 12:00 UTC (commit cccccccccccc)."
	if got := strings.Join(p.lines(), "\n"); got != line+"\n" {
		t.Errorf("it says %q", got)
	}
	if got := (*Promotion)(nil).lines(); got != nil {
		t.Errorf("no promotion says %q", got)
	}
	for _, test := range []struct {
		variables map[string]string
		kept      bool
	}{
		{map[string]string{"api_gateway_image_tag": sum}, true},
		{map[string]string{"api_gateway_image_tag": "v1.4.2"}, false},
		{map[string]string{"ml_service_image_tag": sum}, false},
		{nil, false},
	} {
		d := &Delivery{Runner: &terraform.Runner{Variables: test.variables}, Folder: t.TempDir()}
		if err := d.forgetPromotion("production"); err != nil {
			t.Fatalf("there is none: %v", err)
		}
		if err := d.write("production", promotionSuffix, `{"service": "api-gateway", "digest": "`+sum+`"}`); err != nil {
			t.Fatal(err)
		}
		if err := d.forgetPromotion("production"); err != nil {
			t.Fatal(err)
		}
		if p, err := d.promoted("production"); err != nil || (p != nil) != test.kept {
			t.Errorf("%v: %v is left, %v", test.variables, p, err)
		}
	}
}
