"""The changelist. It counts the filtered rows exactly, and is spared counting all rows too."""

from django.contrib import admin

from tests.bench.changelist.models import Item


@admin.register(Item)
class ItemAdmin(admin.ModelAdmin):
    """Seven columns, as the other two pages show them."""

    list_display = ["number", "kind", "title", "status", "next_due_on", "owner", "source_paper"]
    list_filter = ["kind", "status"]
    list_select_related = ["owner", "source_paper"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
