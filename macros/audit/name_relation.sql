{#
    How the names of two identities relate, as one word: same, short_name, initial, double_name,
    similar_name, half_name, other_given, other_family, other_name, or null where nothing can be
    compared. `a` and `b` are aliases of audit_identity__identities, `likeness` is the declared share
    (0 to 1) of likeness of two spellings, `short_form` the row of same_given_names that joins the
    given names, null where none does.
#}
{% macro name_relation(a, b, likeness, short_form) -%}
    {%- set same_given = "(" ~ a ~ ".given_name = " ~ b ~ ".given_name)" -%}
    {%- set same_family = "(" ~ a ~ ".family_name = " ~ b ~ ".family_name)" -%}
    {%- set like_given -%}
        (
            {{ short_form }} is not null
            or {{ a }}.given_name like {{ b }}.given_name || '%'
            or {{ b }}.given_name like {{ a }}.given_name || '%'
            or jaro_winkler_similarity({{ a }}.given_name, {{ b }}.given_name) >= {{ likeness }}
        )
    {%- endset -%}
    {%- set one_part = "(" ~ a ~ ".other_family_name = " ~ b ~ ".family_name or " ~ b ~ ".other_family_name = " ~ a ~ ".family_name)" -%}
    {%- set like_family -%}
        jaro_winkler_similarity({{ a }}.family_name, {{ b }}.family_name) >= {{ likeness }}
    {%- endset -%}
    case
        when {{ a }}.name_number = {{ b }}.name_number
        then 'same'
        when
            {{ a }}.given_name is null
            and {{ a }}.family_name is null
            or {{ b }}.given_name is null
            and {{ b }}.family_name is null
        then null
        when {{ a }}.family_name is null or {{ b }}.family_name is null
        then
            case
                when {{ same_given }} then 'half_name' when not {{ like_given }} then 'other_given'
            end
        when {{ a }}.given_name is null or {{ b }}.given_name is null
        then
            case
                when {{ same_family }}
                then 'half_name'
                when not {{ like_family }} and not coalesce({{ one_part }}, false)
                then 'other_family'
            end
        when {{ same_family }}
        then
            case
                when length({{ a }}.given_name) = 1 or length({{ b }}.given_name) = 1
                then
                    case
                        when substr({{ a }}.given_name, 1, 1) = substr({{ b }}.given_name, 1, 1)
                        then 'initial'
                        else 'other_given'
                    end
                when
                    {{ short_form }} is not null
                    or {{ a }}.given_name like {{ b }}.given_name || '%'
                    or {{ b }}.given_name like {{ a }}.given_name || '%'
                then 'short_name'
                when {{ like_given }}
                then 'similar_name'
                else 'other_given'
            end
        when {{ same_given }} or {{ like_given }}
        then
            case
                when {{ one_part }}
                then 'double_name'
                when
                    {{ like_family }}
                    and length({{ a }}.given_name) > 1
                    and length({{ b }}.given_name) > 1
                then 'similar_name'
                when {{ same_given }} and length({{ a }}.given_name) > 1
                then 'other_family'
                else 'other_name'
            end
        when {{ a }}.name_number is null or {{ b }}.name_number is null
        then 'other_name'
        when
            jaro_winkler_similarity({{ whole_name(a) }}, {{ whole_name(b) }})
            >= {{ likeness }} + 0.05
        then 'similar_name'
        else 'other_name'
    end
{%- endmacro %}

{# Both words of a name in the order of the alphabet: Lee, Ann is Ann Lee. #}
{% macro whole_name(a) -%}
    least({{ a }}.given_name, {{ a }}.family_name)
    || ' '
    || greatest({{ a }}.given_name, {{ a }}.family_name)
{%- endmacro %}
