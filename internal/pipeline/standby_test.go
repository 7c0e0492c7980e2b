package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
)

const (
	production = "production"
	second     = "production-standby"
)

// registries are Amazon ECR in two regions.
type registries struct {
	t   *testing.T
	api *httptest.Server
	// own and second have the digests of releases; the second region has not even
	// repositories before so many looks.
	own, second map[string]string
	after       int
	looks       int
	now         time.Time
}

var scope = regexp.MustCompile(`Credential=[^/]+/\d+/([a-z0-9-]+)/`)

func newRegistries(t *testing.T, own, second map[string]string, after int) *registries {
	t.Helper()
	r := &registries{t: t, own: own, second: second, after: after, now: noon}
	r.api = httptest.NewServer(http.HandlerFunc(r.answer))
	t.Cleanup(r.api.Close)
	return r
}

func (r *registries) answer(w http.ResponseWriter, request *http.Request) {
	region := scope.FindStringSubmatch(request.Header.Get("Authorization"))[1]
	var asked struct {
		RepositoryName string
		ImageIds       []struct{ ImageTag string }
	}
	if err := json.NewDecoder(request.Body).Decode(&asked); err != nil {
		r.t.Error(err)
	}
	refuse := func(kind string) {
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `{"__type": %q, "message": "no"}`, kind)
	}
	service, ours := strings.CutPrefix(asked.RepositoryName, "pdm-production/")
	if !ours {
		r.t.Errorf("the repository %q is asked for; replicas have the names of what they are replicas of", asked.RepositoryName)
	}
	has := r.own
	if region == "us-west-2" {
		if has = r.second; r.looks < r.after {
			r.looks++
			refuse("RepositoryNotFoundException")
			return
		}
	}
	digest, ok := has[service+":"+asked.ImageIds[0].ImageTag]
	if !ok {
		refuse("ImageNotFoundException")
		return
	}
	fmt.Fprintf(w, `{"imageDetails": [{"imageDigest": %q}]}`, digest)
}

func (r *registries) watch() Watch {
	return Watch{
		AWS: func(_ context.Context, env envs.Environment) (aws.Config, error) {
			return aws.Config{Region: env.Region, BaseEndpoint: &r.api.URL,
				Credentials: credentials.NewStaticCredentialsProvider("key", "secret", "")}, nil
		},
		Limit: time.Minute, Now: func() time.Time { return r.now },
		Pause: func(ctx context.Context) error { r.now = r.now.Add(tick); return ctx.Err() },
	}
}

// standingBy is a delivery of production with a standby, whose plans change nothing
// but may name images.
func standingBy(t *testing.T, images map[string]string) (*Delivery, *bytes.Buffer) {
	t.Helper()
	t.Setenv("GITHUB_STEP_SUMMARY", "")
	var said bytes.Buffer
	d := &Delivery{Folder: t.TempDir(), Stdout: &said, Environments: []envs.Environment{fixture.StandingBy()}}
	for _, s := range []Summary{
		{Stack: second, Images: images},
		{Stack: production, Standby: &Beside{Stack: second, Region: "us-west-2"}},
	} {
		if err := d.writeSummary(s); err != nil {
			t.Fatal(err)
		}
	}
	return d, &said
}

const (
	one = "sha256:1111111111111111111111111111111111111111111111111111111111111111"
	two = "sha256:2222222222222222222222222222222222222222222222222222222222222222"
)

func TestStandbyIsAppliedFirstWithTheSameImages(t *testing.T) {
	r := newRegistries(t, map[string]string{"api-gateway:v2": one}, map[string]string{"api-gateway:v2": one}, 3)
	d, said := standingBy(t, map[string]string{"api-gateway": "v2"})
	if err := d.ApplyAll(t.Context(), production, false, r.watch()); err != nil {
		t.Fatal(err)
	}
	want := "api-gateway v2 is not in us-west-2 yet; Amazon ECR gets 1m0s to bring it\n" +
		"api-gateway v2 is in us-west-2 too, as " + one + "\n" +
		"production-standby: no changes\nproduction: no changes\n"
	if said.String() != want {
		t.Errorf("said:\n%s", said)
	}
	if waited := r.now.Sub(noon); waited != 3*tick {
		t.Errorf("waited %s", waited)
	}
}

// What keeps a standby back is said with what to do, and nothing is applied: neither
// there nor in its environment.
func TestStandbyThatCannotBeDeliveredStopsTheDelivery(t *testing.T) {
	image := map[string]string{"api-gateway:v2": one}
	for name, test := range map[string]struct {
		own, second map[string]string
		after       int
		want        string
	}{
		"it never comes": {image, nil, 0, "api-gateway v2 has not come to us-west-2 within 1m0s: " +
			"see aws ecr describe-image-replication-status --region us-east-1 --repository-name pdm-production/api-gateway --image-id imageDigest=" + one},
		"no repository, ever":     {image, nil, 1000, "api-gateway v2 has not come to us-west-2 within 1m0s"},
		"another of the same tag": {image, map[string]string{"api-gateway:v2": two}, 0, "api-gateway v2 is another image in us-west-2, " + two + ", than in us-east-1, " + one},
		"nowhere":                 {nil, nil, 0, "api-gateway v2 is not in us-east-1, and so cannot come to us-west-2: push it first"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRegistries(t, test.own, test.second, test.after)
			d, said := standingBy(t, map[string]string{"api-gateway": "v2"})
			err := d.ApplyAll(t.Context(), production, false, r.watch())
			for _, part := range []string{"production was not applied: ", test.want, "deliver without it: STANDBY=skip"} {
				if err == nil || !strings.Contains(err.Error(), part) {
					t.Errorf("%v lacks %q", err, part)
				}
			}
			if strings.Contains(said.String(), "no changes") {
				t.Errorf("applied all the same:\n%s", said)
			}
			written, err := os.ReadFile(d.file(second, applySuffix))
			if err != nil || !strings.Contains(string(written), "### production-standby: nothing was applied\n") {
				t.Errorf("%v\n%s", err, written)
			}
		})
	}
}

// Whoever leaves it out has asked for it, and everybody reads so.
func TestStandbyIsLeftOutByWordAlone(t *testing.T) {
	d, said := standingBy(t, map[string]string{"api-gateway": "v2"})
	asked := func(context.Context, envs.Environment) (aws.Config, error) {
		t.Error("AWS is asked")
		return aws.Config{}, io.EOF
	}
	if err := d.ApplyAll(t.Context(), production, true, Watch{AWS: asked}); err != nil {
		t.Fatal(err)
	}
	if said.String() != "production: no changes\n" {
		t.Errorf("said:\n%s", said)
	}
	s, err := d.summary(production)
	if err != nil || s.Standby.goes() {
		t.Fatalf("%v, %+v", err, s.Standby)
	}
	want := "**Its standby in us-west-2 is left out**: somebody asked for that by STANDBY=skip; it keeps the releases that it has until the next delivery."
	r, err := d.about(s, nil, nil, "")
	if err != nil || !strings.Contains(r.String(), want) {
		t.Errorf("%v\n%s", err, r)
	}
	if lines := s.Standby.lines(); lines[0] != want {
		t.Error(lines)
	}
	b, err := d.beside(t.Context(), production, true)
	if err != nil || b.goes() || b.Stack != second {
		t.Errorf("%v, %+v: what is skipped is asked nothing", err, b)
	}
	for _, stack := range []string{"account", second, "dev"} {
		if b, err := d.beside(t.Context(), stack, false); err != nil || b != nil {
			t.Errorf("%s: %v, %+v", stack, err, b)
		}
	}
}

// What a plan deploys is what its new task definitions name.
func TestSummaryKnowsWhatIsDeployed(t *testing.T) {
	of := func(name string, actions ...tfjson.Action) *tfjson.ResourceChange {
		c := change("aws_ecs_task_definition."+name, "aws_ecs_task_definition", actions...)
		c.Name = name
		return c
	}
	s := Summarize(second, "c", true, &tfjson.Plan{
		Variables: map[string]*tfjson.PlanVariable{
			"api_gateway_image_tag": {Value: "v2"}, "ml_service_image_tag": {Value: "v1"}, "serving": {Value: "false"},
		},
		ResourceChanges: []*tfjson.ResourceChange{
			of("compute_api-gateway_task", tfjson.ActionDelete, tfjson.ActionCreate), of("compute_ml-service_task", tfjson.ActionNoop),
		},
	})
	if len(s.Images) != 1 || s.Images["api-gateway"] != "v2" {
		t.Errorf("%v", s.Images)
	}
}

// A comment each, the standby's first, as it was applied; and an issue each.
func TestBothAreToldOf(t *testing.T) {
	dir, git := repository(t)
	git("commit", "--quiet", "--allow-empty", "--message", "first")
	var written []string
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/pulls"):
			fmt.Fprint(w, `[{"number": 7, "merged_at": "2026-11-29T12:00:00Z"}]`)
		case r.Method == http.MethodPost:
			var text struct{ Title, Body string }
			if err := json.NewDecoder(r.Body).Decode(&text); err != nil {
				t.Error(err)
			}
			written = append(written, text.Title+text.Body)
			fmt.Fprint(w, `{}`)
		default:
			fmt.Fprint(w, `[]`)
		}
	}))
	t.Cleanup(api.Close)
	t.Setenv("GITHUB_API_URL", api.URL)
	t.Setenv("GITHUB_REPOSITORY", "o/r")
	t.Setenv("GITHUB_TOKEN", "t")
	g, err := NewGitHub()
	if err != nil {
		t.Fatal(err)
	}
	d, _ := standingBy(t, nil)
	d.Root = dir
	for _, stack := range []string{production, second} {
		if err := d.write(stack, applySuffix, stack+" was applied"); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Comment(t.Context(), g, production, 0); err != nil {
		t.Fatal(err)
	}
	for _, stack := range []string{production, second} {
		if err := errors.Join(d.writeSummary(Summary{Stack: stack, Changes: true}), d.write(stack, driftSuffix, "")); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Issues(t.Context(), g, production); err != nil {
		t.Fatal(err)
	}
	want := []string{"production-standby was applied", "production was applied", "Drift: production", "Drift: production-standby"}
	if !slices.Equal(written, want) {
		t.Errorf("%q", written)
	}
}

func TestStandbysAreReviewed(t *testing.T) {
	before := environments
	t.Cleanup(func() { environments = before })
	environments = func() []envs.Environment { return []envs.Environment{fixture.Dev(), fixture.StandingBy()} }
	jobs := ReviewJobs()
	if last := jobs[len(jobs)-1]; last.Stack != second || last.Region != "us-west-2" || last.PlanRole != accounts()[0].PlanRole() {
		t.Errorf("%+v", last)
	}
}

// A standby that serves may fail to roll out while its environment does not.
func TestRolloutOfAStandbyIsFollowedToo(t *testing.T) {
	steady := []look{{status: "SUCCESSFUL", running: 2}}
	f := newFakeECS(t, map[string][]look{"api-gateway": steady, "ml-service": steady})
	f.clusters = []string{"pdm-production-standby-", "pdm-production-"}
	d, said := standingBy(t, nil)
	if err := d.write(production, applySuffix, "### production: applied\n"); err != nil {
		t.Fatal(err)
	}
	if err := d.Rollout(t.Context(), production, f.watch(time.Hour)); err != nil {
		t.Fatal(err)
	}
	comment, err := os.ReadFile(d.file(production, applySuffix))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"- api-gateway: steady", "- api-gateway of production-standby: steady", "- ml-service of production-standby: steady"} {
		if !strings.Contains(string(comment), line) {
			t.Errorf("the comment lacks %q:\n%s\n%s", line, comment, said)
		}
	}
}
