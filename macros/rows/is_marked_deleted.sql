{#
    Whether a record is deleted: by the vendor's own mark, by a connector's (true, or when it was
    deleted), or because its last version in the history of a connector is inactive or has ended.
    For staging models of vendors with `connectors`.

    own  the vendor's own column.
#}
{% macro is_marked_deleted(own='source.is_deleted') -%}
    coalesce(
        {{ to_boolean(own) }}
        or (
            source.connector_deleted is not null
            and coalesce({{ to_boolean('source.connector_deleted') }}, true)
        )
        or not {{ to_boolean('source.connector_active') }}
        or source.connector_end < '9999',
        {{ to_boolean(own) }}
    )
{%- endmacro %}
