"""The columns of our tables that the list shows."""

from django.db import models

from tracker.domain.statuses import Kind, Status


class Owner(models.Model):
    """An account of Nakoming."""

    id = models.CharField(primary_key=True, max_length=32)
    name = models.CharField(max_length=100)

    class Meta:
        managed = False
        db_table = "user"

    def __str__(self) -> str:
        return str(self.name)


class Paper(models.Model):
    """A paper at which items began."""

    id = models.CharField(primary_key=True, max_length=32)
    source_place = models.CharField(max_length=100)

    class Meta:
        managed = False
        db_table = "paper"

    def __str__(self) -> str:
        return str(self.source_place)


class Item(models.Model):
    """An item; fields that the list does not show are not read."""

    id = models.CharField(primary_key=True, max_length=32)
    number = models.CharField(max_length=20)
    kind = models.CharField(max_length=32, choices=[(kind.value, kind.value) for kind in Kind])
    title = models.TextField()
    status = models.CharField(
        max_length=32, choices=[(status.value, status.value) for status in Status]
    )
    next_due_on = models.DateField(null=True)
    owner = models.ForeignKey(Owner, models.DO_NOTHING, null=True)
    source_paper = models.ForeignKey(Paper, models.DO_NOTHING, null=True)

    class Meta:
        managed = False
        db_table = "item"
