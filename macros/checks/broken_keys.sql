{#
    Finds the models of a room (a folder below models/, with its subfolders) whose declared grain
    does not identify a row. Returns per model and kind (null_key, duplicate_key): the number of
    broken keys and one example. An empty grain declares a model of one row.

    Reads the grain as data: `config: {meta: {grain: [...], null_allowed: [...]}}` of each model.
    Checks the models that this run built; if it built none (`dbt test`), all that exist. Views are
    computed again by every query, so they are checked only with the variable `with_keys_of_views`:
    the test suite sets it, scheduled runs do not.
#}
{% macro broken_keys(room) %}
    {%- set text = dbt.type_string() -%}
    {%- for node in models_with_grain(room) %}
        {%- set grain = node.config.meta['grain'] -%}
        {%- set null_allowed = node.config.meta.get('null_allowed', []) -%}
        {%- set nulls = [] -%}
        {%- for column in grain | reject('in', null_allowed) -%}
            {%- do nulls.append(column ~ ' is null') -%}
        {%- endfor -%}
        {%- set relation = api.Relation.create(
    database=node.database, schema=node.schema, identifier=node.alias
) -%}
        {#- The text is built for broken keys only: for all keys it would cost more than the test. -#}
        {%- set words = [] -%}
        {%- for column in grain -%}
            {%- do words.append("coalesce(cast(" ~ column ~ " as " ~ text ~ "), 'null')") -%}
        {%- endfor %}
        select
            {{ text_literal(node.name) }} as model,
            {{ "case when " ~ nulls | join(' or ') ~ " then 'null_key' else 'duplicate_key' end"
        if nulls else "'duplicate_key'" }} as kind,
            count(*) as broken_keys,
            min({{ words | join(" || ' | ' || ") if words else "'(one row)'" }}) as example
        from
            (
                select {{ grain | join(', ') if grain else 'count(*) as row_count' }}
                from {{ relation }}
                {%- if grain %} group by {{ grain | join(', ') }} {%- endif %}
                having {{ (['count(*) > 1'] + nulls) | join(' or ') }}
            ) as keys
        group by 1, 2
        union all
    {%- endfor %}
    select
        cast(null as {{ text }}) as model,
        cast(null as {{ text }}) as kind,
        cast(null as {{ dbt.type_bigint() }}) as broken_keys,
        cast(null as {{ text }}) as example
    where 1 = 0
{% endmacro %}


{# Returns the models of a room whose keys this run can check. Empty while parsing. #}
{% macro models_with_grain(room) %}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- set built = [] -%}
        {%- for unique_id in selected_resources if unique_id.startswith('model.') -%}
            {%- do built.append(unique_id) -%}
        {%- endfor -%}
        {%- for node in graph.nodes.values() | sort(attribute='name') -%}
            {%- set folder = node.original_file_path.split('/')[1:-1] | join('/') -%}
            {%- set is_of_room = folder == room or folder.startswith(room ~ '/') -%}
            {%- if node.resource_type == 'model' and node.package_name == model.package_name
                and is_of_room and 'grain' in node.config.meta
                and (node.config.materialized != 'view' or var('with_keys_of_views', false)) -%}
                {%- set is_there = node.unique_id in built if built else load_relation(
                    api.Relation.create(
                        database=node.database, schema=node.schema, identifier=node.alias
                    )
                ) is not none -%}
                {%- if is_there -%} {%- do found.append(node) -%} {%- endif -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found) }}
{% endmacro %}
