{#
    Evidence that two person records are one person or two, as boolean columns named like the rows
    of the seed duplicate_evidence (subject people). `a` and `b` are aliases of
    audit_identity__records; `link` is an expression: a declared id, merge or conversion joins
    them. `likeness` is the declared share (0 to 1) of likeness of two spellings of a name,
    `short_form` the row of same_given_names that joins their given names.
#}
{% macro person_evidence(a, b, link, likeness, short_form) %}
    {{ link }}
    and not coalesce(
        {{ a }}.name <> {{ b }}.name and {{ a }}.email_normalised <> {{ b }}.email_normalised, false
    ) as declared_link,
    {{ link }}
    and coalesce(
        {{ a }}.name <> {{ b }}.name and {{ a }}.email_normalised <> {{ b }}.email_normalised, false
    ) as disputed_link,
    coalesce({{ a }}.email_normalised = {{ b }}.email_normalised, false)
    and {{ is_same_person_name(a, b, likeness, short_form) }} as same_email,
    coalesce({{ a }}.email_normalised = {{ b }}.email_normalised, false)
    and not ({{ is_same_person_name(a, b, likeness, short_form) }}) as shared_address,
    coalesce({{ a }}.name = {{ b }}.name, false) as same_name,
    coalesce({{ a }}.name = {{ b }}.name and {{ a }}.phone = {{ b }}.phone, false) as same_phone,
    coalesce(
        {{ a }}.name = {{ b }}.name and {{ a }}.company_domain = {{ b }}.company_domain, false
    ) as same_domain,
    coalesce(
        {{ a }}.name = {{ b }}.name
        and {{ a }}.postal_code = {{ b }}.postal_code
        and {{ a }}.city = {{ b }}.city,
        false
    ) as same_place,
    ({{ a }}.generation is null) <> ({{ b }}.generation is null) as one_suffix,
    coalesce({{ a }}.generation <> {{ b }}.generation, false) as other_suffix
{%- endmacro %}
