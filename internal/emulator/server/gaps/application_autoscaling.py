"""Application Auto Scaling."""

import json


def fill():
    """TagResource, UntagResource, ListTagsForResource; tags and the ARN of
    RegisterScalableTarget.

    The provider lists the tags of every aws_appautoscaling_target it reads.
    """
    from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse
    from moto.core.exceptions import JsonRESTError

    def target(self):
        arn = self._get_param("ResourceARN")
        for by_resource in self.applicationautoscaling_backend.targets.values():
            for found in by_resource.values():
                if found.arn == arn:
                    return found
        raise JsonRESTError("ResourceNotFoundException", f"no scalable target {arn}")

    def tags_of(found):
        return found.__dict__.setdefault("tags", {})

    def list_tags_for_resource(self):
        return json.dumps({"Tags": tags_of(target(self))})

    def tag_resource(self):
        tags_of(target(self)).update(self._get_param("Tags") or {})
        return "{}"

    def untag_resource(self):
        for key in self._get_param("TagKeys") or []:
            tags_of(target(self)).pop(key, None)
        return "{}"

    moto_register = ApplicationAutoScalingResponse.register_scalable_target

    def register_scalable_target(self):
        answer = moto_register(self)
        targets = self.applicationautoscaling_backend.targets
        found = targets[self._get_param("ScalableDimension")][
            self._get_param("ResourceId")
        ]
        tags_of(found).update(self._get_param("Tags") or {})
        return answer

    ApplicationAutoScalingResponse.list_tags_for_resource = list_tags_for_resource
    ApplicationAutoScalingResponse.tag_resource = tag_resource
    ApplicationAutoScalingResponse.untag_resource = untag_resource
    ApplicationAutoScalingResponse.register_scalable_target = register_scalable_target
