package storage

import (
	"encoding/json"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ecrlifecyclepolicy"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ecrrepository"

	"github.com/example/predictive-maintenance/internal/resource/address"
)

const (
	// releasesKept are the releases that a rollback can still reach (plan, line
	// 735).
	releasesKept = 10
	// releasePrefix begins the tags of releases: "v1.4.2".
	releasePrefix = "v"
	// untaggedDays is how long an image without a tag is kept, such as a part
	// of a build that failed.
	untaggedDays = 7
)

func newRepositories(m address.Module, props Props) map[string]*string {
	urls := map[string]*string{}
	for _, s := range props.Services {
		repository := ecrrepository.NewEcrRepository(m.Stack, m.ID(s.Name), &ecrrepository.EcrRepositoryConfig{
			Name: jsii.String(props.Images.Repository(s.Name)),
			// A tag that can move makes a rollback to it a guess.
			ImageTagMutability: jsii.String("IMMUTABLE"),
			ForceDelete:        jsii.Bool(!props.Keep),
			ImageScanningConfiguration: &ecrrepository.EcrRepositoryImageScanningConfiguration{
				ScanOnPush: jsii.Bool(true),
			},
			EncryptionConfiguration: &[]*ecrrepository.EcrRepositoryEncryptionConfiguration{{
				EncryptionType: jsii.String("KMS"),
				KmsKey:         props.key(),
			}},
		})
		ecrlifecyclepolicy.NewEcrLifecyclePolicy(m.Stack, m.ID(s.Name+"_lifecycle"), &ecrlifecyclepolicy.EcrLifecyclePolicyConfig{
			Repository: repository.Name(),
			Policy:     jsii.String(imageLifecycle()),
		})
		urls[s.Name] = repository.RepositoryUrl()
	}
	return urls
}

// The types of an ECR lifecycle policy, as its documentation names them.
type (
	lifecyclePolicy struct {
		Rules []lifecycleRule `json:"rules"`
	}
	lifecycleRule struct {
		RulePriority int       `json:"rulePriority"`
		Description  string    `json:"description"`
		Selection    selection `json:"selection"`
		Action       action    `json:"action"`
	}
	selection struct {
		TagStatus     string   `json:"tagStatus"`
		TagPrefixList []string `json:"tagPrefixList,omitempty"`
		CountType     string   `json:"countType"`
		CountUnit     string   `json:"countUnit,omitempty"`
		CountNumber   int      `json:"countNumber"`
	}
	action struct {
		Type string `json:"type"`
	}
)

func imageLifecycle() string {
	content, err := json.Marshal(lifecyclePolicy{Rules: []lifecycleRule{
		{
			RulePriority: 1,
			Description:  "Expire images without a tag",
			Selection:    selection{TagStatus: "untagged", CountType: "sinceImagePushed", CountUnit: "days", CountNumber: untaggedDays},
			Action:       action{"expire"},
		},
		{
			RulePriority: 2,
			Description:  "Keep the last releases",
			Selection: selection{
				TagStatus: "tagged", TagPrefixList: []string{releasePrefix},
				CountType: "imageCountMoreThan", CountNumber: releasesKept,
			},
			Action: action{"expire"},
		},
	}})
	if err != nil {
		// Strings and numbers always marshal.
		panic(err)
	}
	return string(content)
}
