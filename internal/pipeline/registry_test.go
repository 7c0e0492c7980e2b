package pipeline

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"github.com/example/predictive-maintenance/envs"
)

// cloud is the part of AWS that a promotion asks: a registry, and who deployed
// what. Each environment has credentials of its own, and its repositories open to
// those alone.
type cloud struct {
	t        *testing.T
	registry *httptest.Server
	api      *httptest.Server
	deployed map[string][]fakeDeployment
	// account is what an environment's credentials are of, if not of the one that
	// all are in.
	account map[string]string
	// lent are the roles that were assumed, each as its environment's.
	lent      []string
	described []int
	writes    atomic.Int32
}

// fakeDeployment is one that Amazon ECS remembers of a service.
type fakeDeployment struct {
	status, image, digest string
	// agent is the digest of the container beside it.
	agent string
}

const deploymentsAPage = 2

func newCloud(t *testing.T) *cloud {
	t.Helper()
	c := &cloud{t: t, deployed: map[string][]fakeDeployment{}}
	images := registry.New(registry.Logger(log.New(io.Discard, "", 0)))
	c.registry = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, password, _ := r.BasicAuth()
		path := strings.TrimPrefix(r.URL.Path, "/v2/")
		if password == "" || path != "" && !strings.HasPrefix(path, "pdm-"+password+"/") {
			w.Header().Set("WWW-Authenticate", `Basic realm="registry"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			c.writes.Add(1)
		}
		images.ServeHTTP(w, r)
	}))
	t.Cleanup(c.registry.Close)
	c.api = httptest.NewServer(http.HandlerFunc(c.answer))
	t.Cleanup(c.api.Close)
	return c
}

// config has the credentials of an environment.
func (c *cloud) config(_ context.Context, env envs.Environment) (aws.Config, error) {
	return aws.Config{
		Region: env.Region, BaseEndpoint: &c.api.URL,
		Credentials: credentials.NewStaticCredentialsProvider(env.Name, "secret", ""),
	}, nil
}

// at is a service's repository in an environment, and what opens it.
func (c *cloud) at(env, service string) (name.Repository, remote.Option) {
	c.t.Helper()
	repository, err := name.NewRepository(strings.TrimPrefix(c.registry.URL, "http://") + "/pdm-" + env + "/" + service)
	if err != nil {
		c.t.Fatal(err)
	}
	return repository, remote.WithAuth(&authn.Basic{Username: "AWS", Password: env})
}

// push puts an image, or an index of several, into a repository.
func (c *cloud) push(env, service, tag string, image remote.Taggable) {
	c.t.Helper()
	repository, auth := c.at(env, service)
	pusher, err := remote.NewPusher(auth)
	if err == nil {
		err = pusher.Push(c.t.Context(), repository.Tag(tag), image)
	}
	if err != nil {
		c.t.Fatal(err)
	}
	c.writes.Store(0)
}

// tags are a repository's, each with its digest.
func (c *cloud) tags(env, service string) map[string]string {
	c.t.Helper()
	repository, auth := c.at(env, service)
	names, err := remote.List(repository, auth)
	if err != nil {
		return nil
	}
	found := map[string]string{}
	for _, tag := range names {
		head, err := remote.Head(repository.Tag(tag), auth)
		if err != nil {
			c.t.Fatal(err)
		}
		found[tag] = head.Digest.String()
	}
	return found
}

var accessKey = regexp.MustCompile(`Credential=([^/]+)/`)

// answer is the API of ECR, ECS and STS.
func (c *cloud) answer(w http.ResponseWriter, r *http.Request) {
	who := accessKey.FindStringSubmatch(r.Header.Get("Authorization"))[1]
	content, err := io.ReadAll(r.Body)
	if err != nil {
		c.t.Error(err)
	}
	_, action, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	if action == "" {
		form, _ := url.ParseQuery(string(content))
		action = form.Get("Action")
	}
	var asked struct {
		RepositoryName   string
		ImageIds         []struct{ ImageTag, ImageDigest string }
		Cluster, Service string
		Status           []string
		NextToken        string
		Revisions        []string `json:"serviceRevisionArns"`
	}
	if action != "GetCallerIdentity" && action != "AssumeRole" {
		if err := json.Unmarshal(content, &asked); err != nil {
			c.t.Errorf("%s: %v", action, err)
		}
	}
	refuse := func(kind string) {
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `{"__type": %q, "message": "no"}`, kind)
	}
	answer := func(what any) {
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		if err := json.NewEncoder(w).Encode(what); err != nil {
			c.t.Error(err)
		}
	}
	type object = map[string]any
	if strings.HasPrefix(asked.RepositoryName, "pdm-") && !strings.HasPrefix(asked.RepositoryName, "pdm-"+who+"/") ||
		asked.Cluster != "" && asked.Cluster != "pdm-"+who+"-cluster" {
		refuse("AccessDeniedException")
		return
	}
	switch action {
	case "GetCallerIdentity":
		fmt.Fprintf(w, "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>%s</Account><Arn>user/%s</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>",
			cmp.Or(c.account[who], "111122223333"), who)
	case "AssumeRole":
		form, _ := url.ParseQuery(string(content))
		role := form.Get("RoleArn")
		lent := regexp.MustCompile(`^arn:aws:iam::111122223333:role/delivery/pdm-([a-z]+)-pull$`).FindStringSubmatch(role)
		if lent == nil || who != "production" || form.Get("DurationSeconds") != "3600" {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprint(w, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>")
			return
		}
		c.lent = append(c.lent, role)
		fmt.Fprintf(w, "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>%s</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>", lent[1])
	case "GetAuthorizationToken":
		answer(object{"authorizationData": []object{{
			"authorizationToken": base64.StdEncoding.EncodeToString([]byte("AWS:" + who)), "proxyEndpoint": c.registry.URL,
		}}})
	case "DescribeImages":
		service := strings.TrimPrefix(asked.RepositoryName, "pdm-"+who+"/")
		tags, id := c.tags(who, service), asked.ImageIds[0]
		digest := id.ImageDigest
		if id.ImageTag != "" {
			digest = tags[id.ImageTag]
		}
		var names []string
		for tag, of := range tags {
			if of == digest {
				names = append(names, tag)
			}
		}
		slices.Sort(names)
		switch {
		case tags == nil && who != "production":
			refuse("RepositoryNotFoundException")
		case names == nil:
			refuse("ImageNotFoundException")
		default:
			answer(object{"imageDetails": []object{{"imageDigest": digest, "imageTags": names}}})
		}
	case "ListServiceDeployments":
		service := strings.TrimPrefix(asked.Service, "pdm-"+who+"-")
		if _, ok := c.deployed[service]; !ok {
			refuse("ServiceNotFoundException")
			return
		}
		first, page := 0, []object{}
		fmt.Sscan(asked.NextToken, &first)
		last := min(first+deploymentsAPage, len(c.deployed[service]))
		for i := first; i < last; i++ {
			if d := c.deployed[service][i]; slices.Contains(asked.Status, d.status) {
				page = append(page, object{"targetServiceRevisionArn": fmt.Sprintf("%s/%d", service, i), "finishedAt": time.Date(2026, 11, 28-i%20, 9, 0, 0, 0, time.UTC).Unix()})
			}
		}
		out := object{"serviceDeployments": page}
		if last < len(c.deployed[service]) {
			out["nextToken"] = fmt.Sprint(last)
		}
		answer(out)
	case "DescribeServiceRevisions":
		c.described = append(c.described, len(asked.Revisions))
		var all []object
		for _, arn := range asked.Revisions {
			service, number, _ := strings.Cut(arn, "/")
			i := 0
			fmt.Sscan(number, &i)
			d := c.deployed[service][i]
			ran := object{"containerName": service, "image": "registry/pdm-staging/" + d.image}
			if d.digest != "" {
				ran["imageDigest"] = d.digest
			}
			all = append(all, object{"serviceRevisionArn": arn, "containerImages": []object{
				{"containerName": "datadog-agent", "image": "datadog/agent:7", "imageDigest": d.agent}, ran,
			}})
		}
		answer(object{"serviceRevisions": all})
	default:
		c.t.Errorf("AWS is asked for %q", action)
		refuse("InvalidAction")
	}
}
