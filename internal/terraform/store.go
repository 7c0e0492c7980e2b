package terraform

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/logging"

	"github.com/example/predictive-maintenance/internal/emulator"
)

// s3Backend is the place of a stack's state, as its cdk.tf.json says.
type s3Backend struct {
	Bucket string `json:"bucket"`
	Key    string `json:"key"`
	Region string `json:"region"`
	KMSKey string `json:"kms_key_id"`
}

// s3State reads the stack's S3 backend; ok is false where it has another one.
func s3State(dir string) (state s3Backend, ok bool, err error) {
	s, err := readStack(dir)
	if err != nil || s.Terraform.Backend.S3 == nil {
		return state, false, err
	}
	return *s.Terraform.Backend.S3, true, nil
}

// synthesized is what of a stack says how Terraform runs on it.
type synthesized struct {
	Terraform struct {
		Backend struct {
			S3 *s3Backend `json:"s3"`
		} `json:"backend"`
		Cloud *struct {
			Hostname string `json:"hostname"`
		} `json:"cloud"`
	} `json:"terraform"`
	Provider struct {
		AWS []struct {
			Region string   `json:"region"`
			Pinned []string `json:"allowed_account_ids"`
		} `json:"aws"`
	} `json:"provider"`
	Variable map[string]json.RawMessage           `json:"variable"`
	Resource map[string]map[string]map[string]any `json:"resource"`
}

// pinned is the account whose credentials alone the stack's providers take, and the
// region of the first; empty for those of any.
func (s synthesized) pinned() (id, region string) {
	for _, provider := range s.Provider.AWS {
		if len(provider.Pinned) > 0 {
			return provider.Pinned[0], provider.Region
		}
	}
	return "", ""
}

func readStack(dir string) (s synthesized, err error) {
	content, err := os.ReadFile(filepath.Join(dir, stackFile))
	if err != nil {
		return s, fmt.Errorf("read the stack: %w", err)
	}
	if err := json.Unmarshal(content, &s); err != nil {
		return s, fmt.Errorf("read %s, which `make synth` writes anew: %w", filepath.Join(dir, stackFile), err)
	}
	return s, nil
}

// found says what exists of a state's place.
type found struct{ bucket, object bool }

// look asks S3 whether the bucket and the state object exist.
func (r *Runner) look(ctx context.Context, state s3Backend) (found, error) {
	client, err := r.Target.s3(ctx, state.Region)
	if err != nil {
		return found{}, err
	}
	if _, err := client.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: &state.Bucket}); err != nil {
		switch status(err) {
		case http.StatusNotFound:
			return found{}, nil
		case http.StatusForbidden, http.StatusMovedPermanently:
			return found{}, fmt.Errorf("the state bucket %s belongs to another account or region, or these credentials may not use it; "+
				"bucket names are global, choose your own in envs: %w", state.Bucket, err)
		}
		return found{}, fmt.Errorf("look for the state bucket %s: %w", state.Bucket, err)
	}
	_, err = client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &state.Bucket, Key: &state.Key})
	if err != nil && status(err) != http.StatusNotFound {
		return found{}, fmt.Errorf("look for the state %s in %s: %w", state.Key, state.Bucket, err)
	}
	return found{bucket: true, object: err == nil}, nil
}

func status(err error) int {
	var response *awshttp.ResponseError
	if errors.As(err, &response) {
		return response.HTTPStatusCode()
	}
	return 0
}

// Config is what clients of the target's AWS services are made of. It fails
// where there are no credentials.
func (t Target) Config(ctx context.Context, region string) (aws.Config, error) {
	if t.Endpoint != "" {
		return emulator.Config(t.Endpoint, region, t.Credentials)
	}
	// The SDK's own warnings (no metadata service, old checksums) would stand
	// between our lines.
	cfg, err := config.LoadDefaultConfig(ctx, config.WithRegion(region), config.WithLogger(logging.Nop{}), config.WithSharedConfigProfile(t.Profile))
	if err != nil {
		return aws.Config{}, fmt.Errorf("load AWS credentials: %w", err)
	}
	if _, err := cfg.Credentials.Retrieve(ctx); err != nil {
		return aws.Config{}, fmt.Errorf("no AWS credentials were found; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: %w", err)
	}
	return cfg, nil
}

// s3 is a client for the target's S3.
func (t Target) s3(ctx context.Context, region string) (*s3.Client, error) {
	cfg, err := t.Config(ctx, region)
	if err != nil {
		return nil, err
	}
	return s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = t.Endpoint != "" }), nil
}
